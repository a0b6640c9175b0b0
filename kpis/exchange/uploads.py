"""What a unit's upload says: figures, what is missing, and everything that is wrong, by cell."""

from collections.abc import Mapping, Sequence

from kpis.domain.definitions import Indicator, Unit
from kpis.domain.problems import Problem
from kpis.exchange.layout import Owed
from kpis.exchange.listed_rows import read_list
from kpis.exchange.tables import Table
from kpis.exchange.template_rows import read_template
from kpis.exchange.understood import Asked, Understood


def figures_in_upload(
    table: Table,
    *,
    unit: Unit | None,
    month: int | None,
    indicators: Mapping[str, Indicator],
    units: Mapping[str, Unit],
    owed: Sequence[Owed] = (),
) -> Understood:
    """The figures of an upload, read as our template or as a list with the columns of figures.csv.

    unit, month: what the sender chose; None where the file is to tell. Another unit or month in
    the file is a blocking problem. indicators, units: everything known, by code. owed: what the
    unit owes for the month, for telling what is missing and for settling doubtful numbers.

    Every problem comes at once. Figures are those that can be true; with a blocking problem
    anywhere nothing of them may be kept, which is the caller's to see to.
    """
    by_key = {(each.indicator.code, each.member): each for each in owed}
    asked = Asked(table.file, unit, month, indicators, units, by_key)
    if table.problems:
        return Understood(None, asked.unit_code, month, problems=table.problems)
    found = read_template(table, asked) or read_list(table, asked)
    if found is not None:
        return found
    refused = Problem("workbook.not_recognised", table.file)
    return Understood(None, asked.unit_code, month, problems=(refused,))
