"""What is imported is listed, what is listed is pinned, and what is pinned can be proved."""

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DISTRIBUTION = {  # where the name to import is not the name to install
    "fontTools": "fonttools",
    "python_calamine": "python-calamine",
    "websockets": "websockets",
    "yaml": "pyyaml",
}
RUN_BY_NAME = {"brotli", "mypy", "pytest-xdist", "ruff", "types-pyyaml", "uv"}
LOCKS = {"requirements.in": "requirements.txt", "requirements-dev.in": "requirements-dev.txt"}


def listed(file: str) -> set[str]:
    names = re.findall(r"^[A-Za-z][\w.-]*", (ROOT / file).read_text(), re.MULTILINE)
    return {name.lower() for name in names}


def imported(*patterns: str) -> set[str]:
    """The distributions that the files import, the standard library and ours left out."""
    found = set()
    for path in (path for pattern in patterns for path in ROOT.glob(pattern)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add(node.module.split(".")[0])
    found -= sys.stdlib_module_names | {"kpis", "tests"}
    return {DISTRIBUTION.get(name, name) for name in found}


def pinned(lock: str) -> dict[str, str]:
    """Name of each distribution in the lock: its version and all that follows it."""
    entries = re.split(r"^(?=[a-z])", (ROOT / lock).read_text(), flags=re.MULTILINE)
    return {entry.split("==")[0]: entry for entry in entries if "==" in entry}


def test_the_application_imports_exactly_what_requirements_in_lists():
    assert imported("dashboard.py", "pages/*.py", "kpis/**/*.py") == listed("requirements.in")


def test_the_tests_import_only_what_is_listed_and_all_that_is_listed_is_used():
    used = imported("tests/**/*.py", "docs/*.py") - listed("requirements.in")
    assert used | RUN_BY_NAME == listed("requirements-dev.in")


@pytest.mark.parametrize(("source", "lock"), LOCKS.items())
def test_whatever_is_listed_is_in_the_lock(source, lock):
    assert listed(source) <= pinned(lock).keys()


@pytest.mark.parametrize("lock", LOCKS.values())
def test_whatever_is_in_the_lock_has_one_version_and_hashes(lock):
    entries = pinned(lock)
    assert entries
    for entry in entries.values():
        assert re.match(r"[\w-]+==[\w.]+( ; [^\\]+)? \\\n    --hash=sha256:[0-9a-f]{64}", entry), (
            entry
        )


@pytest.mark.parametrize("lock", [*LOCKS, *LOCKS.values()])
def test_no_lock_says_where_packages_are_fetched(lock):
    assert not re.search(r"://|--(extra-)?index|--find-links|@", (ROOT / lock).read_text())


def test_tests_run_against_the_versions_that_are_served():
    product, tests = pinned("requirements.txt"), pinned("requirements-dev.txt")
    for name in product.keys() & tests.keys():
        assert product[name].split()[0] == tests[name].split()[0]
