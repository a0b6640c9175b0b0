"""Which figures count for which promise, month by month; units that merged folded in.

Source: docs/evaluation.md, "Indicator kinds and how months add up", "Units that change".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kpis.domain.amounts import Amounts, Column, Rows, add_up, divide, whole
from kpis.domain.definitions import Unit
from kpis.domain.figures import Figure
from kpis.domain.months import month_holding

NEVER = 12 * 9999  # a month after all others


@dataclass(frozen=True)
class Figures:
    """The published figures that count at an instant: one per unit, indicator, month and member.

    unit, indicator, member: numbers of codes; member -1 where there is no breakdown, otherwise
    numbered in order of the code. period: months. Rows are in order of (indicator, unit, period,
    member), which `arranged` sees to.
    """

    unit: Column
    indicator: Column
    period: Column
    member: Column
    numerator: Amounts
    denominator: Amounts
    value: Amounts
    members: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.unit)


def replaced(
    figures: Figures, others: Sequence[Figure], unit: dict[str, int], indicator: dict[str, int]
) -> Figures:
    """`figures` as if `others` had been published after them: what a submission would change."""
    if not others:
        return figures
    members = tuple(sorted({*figures.members, *(f.member for f in others if f.member is not None)}))
    renumbered = np.array([members.index(code) for code in figures.members] + [-1])
    number = {code: place for place, code in enumerate(members)}
    added = np.array(
        [
            (unit[f.unit], indicator[f.indicator], f.period, number.get(f.member or "", -1))
            for f in others
        ],
        dtype=np.int64,
    )
    own = np.stack(
        [figures.unit, figures.indicator, figures.period, renumbered[figures.member]], axis=1
    )
    every = np.concatenate([own, added])
    _, last = np.unique(every[::-1], axis=0, return_index=True)
    kept = len(every) - 1 - last  # of equal rows the one that stands last
    kept = kept[np.lexsort(every[kept][:, [3, 2, 0, 1]].T)]
    unit_, indicator_, period, member = every[kept].T
    return Figures(
        unit=unit_,
        indicator=indicator_,
        period=period,
        member=member,
        numerator=figures.numerator.followed_by(f.numerator for f in others).take(kept),
        denominator=figures.denominator.followed_by(f.denominator for f in others).take(kept),
        value=figures.value.followed_by(f.value for f in others).take(kept),
        members=members,
    )


@dataclass(frozen=True)
class Links:
    """Whose figures count for a unit: its own, and those of units that merged into it.

    Per row: `unit` takes over from `source` (itself in its own row) the months before `before`,
    in judgements of months from `since` on.
    """

    unit: Column
    source: Column
    before: Column
    since: Column


def last_months(units: Sequence[Unit]) -> Column:
    """The last month of each unit: that of its valid_to; NEVER while it is open."""
    return np.array(
        [NEVER if u.valid_to is None else month_holding(u.valid_to) for u in units], dtype=np.int64
    )


def links_of(units: Sequence[Unit]) -> Links:
    """Own rows of every unit, and a row for each unit that merged into it, at any depth."""
    number = {unit.code: index for index, unit in enumerate(units)}
    rows = [(index, index, NEVER, 0) for index in range(len(units))]
    for source, unit in enumerate(units):
        before, since, seen = NEVER, 0, {unit.code}
        while unit.successor and unit.valid_to and unit.successor in number:
            handover = month_holding(unit.valid_to) + 1
            before, since = min(before, handover), max(since, handover)
            rows.append((number[unit.successor], source, before, since))
            unit = units[number[unit.successor]]
            assert unit.code not in seen, f"successors of {unit.code} form a circle"
            seen.add(unit.code)
    return Links(*np.array(sorted(rows), dtype=np.int64).reshape(-1, 4).T)


def spans(starts: Column, counts: Column) -> tuple[Column, Column]:
    """The numbers start, start + 1, ... `count` of each, one after the other, and whose each is."""
    owner = np.repeat(np.arange(len(counts)), counts)
    offset = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(starts, counts) + offset, owner


def wanted_figures(
    figures: Figures,
    links: Links,
    *,
    unit: Column,
    indicator: Column,
    first: Column,
    last: Column,
    month: Column,
    folds: Column,
) -> tuple[Rows, Rows]:
    """Pairs (row of what is asked, row of `figures`): the figures of a unit and indicator.

    month: the month being judged, which decides whether a merger has happened yet.
    folds: whether figures of predecessors are taken over.
    """
    begin = np.searchsorted(links.unit, unit, "left")
    end = np.searchsorted(links.unit, unit, "right")
    link, asked = spans(begin, end - begin)
    own = links.source[link] == unit[asked]
    use = own | (folds[asked] & (month[asked] >= links.since[link]))
    link, asked = link[use], asked[use]
    until = np.minimum(last[asked], links.before[link] - 1)
    low = _key(indicator[asked], links.source[link], first[asked])
    high = _key(indicator[asked], links.source[link], np.maximum(until, first[asked] - 1))
    keys = _key(figures.indicator, figures.unit, figures.period)
    begin, end = np.searchsorted(keys, low, "left"), np.searchsorted(keys, high, "right")
    rows, owner = spans(begin, np.maximum(end - begin, 0))
    return asked[owner], rows


def _key(indicator: Column, unit: Column, period: Column) -> Column:
    # One sortable number; years to 9999 take 17 bits, 2**22 units, 2**24 indicators.
    return (indicator << 40) | (unit << 18) | period


@dataclass(frozen=True)
class Monthly:
    """What is known of each asked row month by month, in order of (row, period).

    numerator, denominator: sums; only meaningful where `counts`. rate: the month's own value
    (scale * numerator / denominator, the value as reported, or the mean of the values that came
    together by a merger); meaningful where `has_rate`. amount: the sum of the values.
    begin, end: the months of asked row i are begin[i]..end[i]-1.
    """

    row: Column
    period: Column
    numerator: Column
    denominator: Column
    counts: Column
    rate: Column
    has_rate: Column
    amount: Column
    begin: Column
    end: Column

    def months(self) -> Column:
        """How many months each asked row has."""
        return self.end - self.begin

    def latest(self, count: int) -> Column:
        """Which rows are among the last `count` months of what they belong to."""
        return np.arange(len(self.row)) >= self.end[self.row] - count


def monthly(
    figures: Figures, asked: Rows, rows: Rows, scale: Column, size: int, exact: bool
) -> Monthly:
    """Adds up figures that belong to one month of one asked row: members, merged units.

    scale: per asked row. size: how many rows were asked.
    """
    order = np.lexsort((figures.period[rows], asked))
    asked, rows = asked[order], rows[order]
    period = figures.period[rows]
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (asked[1:] != asked[:-1]) | (period[1:] != period[:-1])
    group = np.cumsum(new) - 1
    total = int(new.sum())

    counts = figures.denominator.known[rows]
    numerator = figures.numerator.column(rows, exact)
    denominator = figures.denominator.column(rows, exact)
    value = figures.value.column(rows, exact)
    has_rate = np.where(counts, (denominator != 0).astype(bool), figures.value.known[rows])
    rate = np.where(counts, divide(scale[asked] * numerator, denominator), value)

    all_counts = add_up(group, np.where(counts, 0.0, 1.0), total) == 0
    sum_numerator = add_up(group, numerator, total)
    sum_denominator = add_up(group, denominator, total)
    rated = add_up(group, np.where(has_rate, 1.0, 0.0), total)
    mean_rate = divide(add_up(group[has_rate], rate[has_rate], total), whole(rated, exact))
    row = asked[new]
    pooled_rate = divide(scale[row] * sum_numerator, sum_denominator)
    edges = np.searchsorted(row, np.arange(size + 1), "left")
    return Monthly(
        row=row,
        period=period[new],
        numerator=sum_numerator,
        denominator=sum_denominator,
        counts=all_counts,
        rate=np.where(all_counts, pooled_rate, mean_rate),
        has_rate=np.where(all_counts, (sum_denominator != 0).astype(bool), rated > 0),
        amount=add_up(group, value, total),
        begin=edges[:-1],
        end=edges[1:],
    )
