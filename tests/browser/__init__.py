"""A package, so that what it starts ends before other tests run (scope="package")."""
