"""Who may import whom, and how long things may get: docs and drawings can lie, this can't."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted(ROOT.glob("pages/*.py"))
MODULES = sorted(ROOT.glob("kpis/**/*.py"))
SOURCES = [*ROOT.glob("dashboard.py"), *PAGES, *MODULES]

SCREEN = {"streamlit", "plotly", "pandas"}
# The command line stands beside the pages: it asks services, and has words for the answer.
COMMAND_LINE = (
    {"kpis", "kpis.commands", "kpis.printing", "kpis.server", "kpis.services", "kpis.domain"}
    | {"kpis.ui.text", "kpis.ui.sentences"},
    set(),
)
WORDS = ({"kpis.ui.text", "kpis.ui.sentences", "kpis.domain"}, {"yaml"})

# What a module may import, by the first name that fits: of ours, and of libraries.
MAY_IMPORT = {
    "kpis.domain": ({"kpis.domain"}, {"numpy"}),
    "kpis.store": ({"kpis.store", "kpis.domain"}, {"duckdb", "numpy", "pyarrow"}),
    "kpis.exchange": (
        {"kpis.exchange", "kpis.domain"},
        {"openpyxl", "python_calamine", "xlsxwriter", "yaml"},
    ),
    "kpis.services": (
        {"kpis.services", "kpis.store", "kpis.exchange", "kpis.domain"},
        {"numpy"},
    ),
    "kpis.ui.text": WORDS,
    "kpis.ui.sentences": WORDS,
    "kpis.ui": ({"kpis.ui", "kpis.services", "kpis.domain"}, SCREEN | {"numpy"}),
    "kpis.__main__": COMMAND_LINE,
    "kpis.commands": COMMAND_LINE,
    "kpis.printing": COMMAND_LINE,
    "kpis.server": ({"kpis"}, SCREEN | {"starlette"}),
    "kpis": (set(), set()),
    "pages": ({"kpis.ui"}, SCREEN),
    "dashboard": ({"kpis.ui"}, SCREEN),
}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """Every module that `path` imports; `from a import b` is a.b where that is a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: import by the full name"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if is_ours(whole) else node.module


def is_ours(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def forbidden(name: str, imported: str) -> bool:
    ours, libraries = next(MAY_IMPORT[key] for key in MAY_IMPORT if within(name, key))
    top = imported.split(".")[0]
    if top == "kpis":
        # "kpis" alone is the version; it would otherwise stand for everything below it.
        return not any(within(imported, p) if p != "kpis" else imported == p for p in ours)
    return top not in libraries and top not in sys.stdlib_module_names


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_every_module_imports_only_what_its_layer_may(path):
    name = name_of(path)
    wrong = sorted({imported for imported in imports(path) if forbidden(name, imported)})
    assert not wrong, f"{name} imports {', '.join(wrong)}; see the layers in DEVELOPERS.md"


@pytest.mark.parametrize(
    ("name", "imported"),
    [
        ("kpis.domain.status", "kpis.store.database"),
        ("kpis.domain.status", "yaml"),
        ("kpis.store.figures", "kpis.services.stores"),
        ("kpis.exchange.texts", "kpis.store"),
        ("kpis.services.load", "kpis.ui.text"),
        ("kpis.services.load", "duckdb"),
        ("kpis.ui.app", "kpis.store.database"),
        ("kpis.ui.charts", "yaml"),
        ("kpis.__main__", "kpis.ui.charts"),
        ("kpis.__main__", "kpis.store"),
        ("pages.unit", "kpis.services"),
        ("pages.unit", "duckdb"),
    ],
)
def test_the_test_of_layers_sees_a_wrong_arrow(name, imported):
    assert forbidden(name, imported)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_page_is_thin(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 60, f"{lines} lines; move what is not layout to kpis/ui"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_and_no_function_grows_too_long(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300, "over 300 lines; split it by what changes together"
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > 60
    ]
    assert not long, f"over 60 lines: {', '.join(long)}"
