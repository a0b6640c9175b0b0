"""Every expected answer beside the checkout, by the command line: load it, evaluate it, compare."""

import csv
import json
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from kpis.__main__ import main
from kpis.domain.months import month_of
from kpis.services.evaluation import evaluate
from kpis.services.evaluation_json import as_json
from kpis.services.stores import open_existing
from tests.comparing import assert_same

SHARED = Path(__file__).parents[1] / "../shared"
FOLDERS = sorted([*SHARED.glob("cases/case-*"), *SHARED.glob("data/nhs-*")])
EXPECTED = [path for folder in FOLDERS for path in sorted(folder.glob("expected_*.json"))]
NATIONAL = [path for folder in FOLDERS for path in folder.glob("national_expected.csv")]
here = pytest.mark.skipif(not FOLDERS, reason="../shared is not here")


@pytest.fixture(scope="module")
def store_of(tmp_path_factory):
    """Loads a folder through the command line, once; gives the store's URL."""

    @cache
    def load(folder):
        url = f"duckdb:{tmp_path_factory.mktemp(folder.name) / 'kpis.duckdb'}"
        assert main(["init", "--store", url]) == 0
        for what, name in (
            ("settings", "settings.yaml"),
            ("catalogue", "catalogue"),
            ("units", "units.csv"),
            ("commitments", "commitments.yaml"),
        ):
            assert main(["load", what, str(folder / name), "--store", url]) == 0
        figures = ["load", "figures", str(folder / "figures.csv"), "--publish"]
        assert main([*figures, "--store", url]) == 0
        return url

    return load


@here
@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_is_expected_comes_out_of_the_command_line(path, store_of, capsys):
    expected = json.loads(path.read_text())
    url = store_of(path.parent)
    capsys.readouterr()
    asked = ["--month", expected["month"], "--as-of", expected["as_of"], "--format", "json"]
    assert main(["evaluate", *asked, "--store", url]) == 0
    assert_same(json.loads(capsys.readouterr().out), expected)


@here
@pytest.mark.parametrize("path", NATIONAL, ids=lambda path: path.parent.name)
def test_the_national_rate_is_an_indicator_over_many_units(path, store_of):
    store = open_existing(store_of(path.parent))
    as_of = datetime.fromisoformat("2026-01-01T00:00:00+07:00")
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    assert len(rows) > 30
    for row in rows:
        answer = as_json(evaluate(store, month_of(row["month"]), as_of))
        [over_all] = [line for line in answer["indicators"] if line["kind"] is None]
        exactly = 100 * int(row["numerator"]) / int(row["denominator"])
        assert over_all["month"] == pytest.approx(exactly, rel=1e-12), row["month"]
        assert round(over_all["month"], 4) == float(row["pct"]), row["month"]
    store.close()
