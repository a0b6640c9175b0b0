"""The files that others made are read without a blocking problem, and written as they were."""

from pathlib import Path

import pytest

from kpis.exchange.catalogue_files import read_catalogue
from kpis.exchange.commitment_files import read_commitments
from kpis.exchange.figure_files import read_figures
from kpis.exchange.settings_files import read_settings
from kpis.exchange.unit_files import read_units
from kpis.exchange.writing import (
    write_catalogue,
    write_commitments,
    write_figures,
    write_settings,
    write_units,
)

SHARED = Path(__file__).parents[2] / "../shared"
PROVINCES = [*sorted(SHARED.glob("cases/case-*")), *sorted(SHARED.glob("data/nhs-*"))]

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")


def everything(files):
    """What all files of a province say, in order, and what is wrong with them."""
    settings, problems = read_settings("settings.yaml", files["settings.yaml"])
    catalogue = {name: text for name, text in files.items() if name.startswith("catalogue/")}
    indicators, more = read_catalogue(catalogue)
    problems += more
    units, more = read_units("units.csv", files["units.csv"], kinds=settings.unit_kinds)
    problems += more
    known = {
        "indicators": {indicator.code: indicator for indicator in indicators},
        "units": {unit.code: unit for unit in units},
    }
    commitments, more = read_commitments("commitments.yaml", files["commitments.yaml"], **known)
    problems += more
    figures, more = read_figures("figures.csv", files["figures.csv"], **known)
    return (settings, indicators, units, commitments, figures), problems + more


def files_of(province):
    names = [*province.glob("*.yaml"), *province.glob("*.csv"), *province.glob("catalogue/*.yaml")]
    return {str(path.relative_to(province)): path.read_bytes() for path in names}


@pytest.mark.parametrize("province", PROVINCES, ids=lambda path: path.name)
def test_a_province_is_read_whole_and_comes_back_from_what_is_written(province):
    files = files_of(province)
    before, problems = everything(files)
    assert not [problem for problem in problems if problem.blocking]
    assert all(before)
    rows = len(files["figures.csv"].strip().splitlines()) - 1
    assert len(before[4]) == rows

    settings, indicators, units, commitments, figures = before
    written = {
        "settings.yaml": write_settings(settings),
        "units.csv": write_units(units),
        "commitments.yaml": write_commitments(commitments),
        "figures.csv": write_figures(figures),
        **{f"catalogue/{name}": text for name, text in write_catalogue(indicators).items()},
    }
    after, again = everything({name: text.encode() for name, text in written.items()})
    assert after == before
    assert [problem.code for problem in again] == [problem.code for problem in problems]
