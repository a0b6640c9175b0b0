"""Everything judged, on made-up provinces, equals the plain second statement of the rules.

KPIS_SEEDS=300 tries so many provinces in place of the few of every run.
"""

import csv
import io
import os
import re
from decimal import Decimal

import pytest

from kpis.domain.months import month_of
from kpis.services.evaluation import evaluate
from kpis.services.evaluation_json import as_json
from tests import plain, provinces
from tests.comparing import assert_same
from tests.ledger import filled

ASKED = os.environ.get("KPIS_SEEDS")
SEEDS = range(int(ASKED)) if ASKED else range(20)
EVERY = 1 if ASKED else 2  # which of the moments are tried
SCALED = re.compile(
    r"( *(?:- )?(?:target|low|high|baseline|min|max|tolerance_abs|'?\d{4}-\d\d'?): )(-?[0-9.]+)"
)


def in_tenths(files):
    """The same province with every amount a tenth of what it was, so that nothing is a whole
    number or a half any more: what ties stays tied, but doubles can't tell."""
    catalogue, kinds = [], {}
    for line in files["catalogue/thu.yaml"].splitlines():
        key, _, value = line.strip("- ").partition(": ")
        if key == "code":
            code = value
        kinds |= {code: value} if key == "kind" else {}
        catalogue.append(_tenth(line, kinds.get(code)))
    commitments, kind = [], None
    for line in files["commitments.yaml"].splitlines():
        key, _, value = line.strip("- ").partition(": ")
        kind = kinds[value] if key == "indicator" else kind
        commitments.append(_tenth(line, kind))
    return files | {
        "catalogue/thu.yaml": "\n".join(catalogue) + "\n",
        "commitments.yaml": "\n".join(commitments) + "\n",
        "figures.csv": _figures_in_tenths(files["figures.csv"], kinds),
    }


def _tenth(line, kind):
    found = SCALED.fullmatch(line)
    if not found or kind not in ("count", "level"):
        return line
    return f"{found[1]}{Decimal(found[2]) / 10:f}"


def _figures_in_tenths(text, kinds):
    rows = list(csv.DictReader(io.StringIO(text)))
    columns = {"ratio": ("numerator", "denominator"), "count": ("value",), "level": ("value",)}
    for row in rows:
        for column in columns.get(kinds[row["indicator"]], ()):
            row[column] = f"{Decimal(row[column]) / 10:f}" if row[column] else ""
    lines = io.StringIO()
    writer = csv.DictWriter(lines, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return lines.getvalue()


def assert_agrees(files, seed, folder):
    """The product's answers at the province's moments are those of the plain statement."""
    provinces.write(files, folder)
    store, province = filled(files), plain.read(folder)
    for month, as_of in provinces.moments(seed)[seed % EVERY :: EVERY]:
        result = as_json(evaluate(store, month_of(month), as_of))
        assert_same(result, plain.evaluate(province, month, as_of))
    store.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_judged_equals_the_plain_statement(seed, tmp_path):
    assert_agrees(provinces.province(seed), seed, tmp_path)


@pytest.mark.parametrize("seed", SEEDS[::2])
def test_it_does_so_for_amounts_that_doubles_do_not_hold(seed, tmp_path):
    assert_agrees(in_tenths(provinces.province(seed)), seed, tmp_path)


def test_a_tenth_of_everything_is_another_province():
    files = provinces.province(0)
    tenths = in_tenths(files)
    changed = [name for name in files if files[name] != tenths[name]]
    assert changed == ["catalogue/thu.yaml", "commitments.yaml", "figures.csv"]
    for name in changed:
        assert len(files[name].splitlines()) == len(tenths[name].splitlines())
