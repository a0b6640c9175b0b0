"""What is written for people names everything that there is."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import kpis
from kpis.ui.frame import PAGES

ROOT = Path(__file__).parents[1]


def text(name: str) -> str:
    path = ROOT / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""


@pytest.fixture(scope="module")
def commands() -> list[str]:
    """The commands that `python -m kpis --help` offers."""
    called = [sys.executable, "-m", "kpis", "--help"]
    answer = subprocess.run(called, cwd=ROOT, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    offered = re.findall(r"^ {4}([a-z][\w-]*)", answer.stdout, re.MULTILINE)
    assert "serve" in offered, answer.stdout
    return offered


def test_every_command_is_documented(commands):
    documented = text("README.md") + text("docs/commands.md")
    assert [c for c in commands if not re.search(rf"`(python -m kpis )?{c}\b", documented)] == []


def test_no_documented_command_is_missing(commands):
    documented = text("README.md") + text("DEVELOPERS.md") + text("docs/commands.md")
    called = set(re.findall(r"python -m kpis ([a-z][\w-]*)", documented))
    assert called <= set(commands)


def test_the_dashboard_lists_every_page_and_no_other():
    assert list(PAGES) and sorted(PAGES) == sorted(path.stem for path in ROOT.glob("pages/*.py"))


def test_every_target_of_the_makefile_says_what_it_is_for():
    targets = re.findall(r"^([a-z]+):(.*)$", text("Makefile"), re.MULTILINE)
    assert targets
    assert [name for name, rest in targets if "## " not in rest] == []


def test_make_help_lists_every_target():
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True).stdout
    for target in re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE):
        assert f"make {target}" in shown


@pytest.mark.parametrize("document", ["README.md", "DEVELOPERS.md", "CHANGELOG.md"])
def test_every_file_that_a_document_links_to_is_there(document):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text(document))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_changelog_opens_with_the_version_that_is_served():
    newest = re.search(r"^## (\d+\.\d+)", text("CHANGELOG.md"), re.MULTILINE)
    assert newest and kpis.__version__.startswith(f"{newest[1]}.")
