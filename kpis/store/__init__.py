"""The ledger: schema, migrations, one .sql file per query."""
