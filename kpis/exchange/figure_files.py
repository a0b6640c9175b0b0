"""figures.csv: what units reported, fast enough for half a million rows (docs/formats.md)."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from kpis.domain.definitions import Indicator, Unit
from kpis.domain.figures import Figure
from kpis.domain.months import month_holding, month_text
from kpis.domain.possible import impossibilities
from kpis.domain.problems import Problem
from kpis.exchange.notes import Notes
from kpis.exchange.numbers import Unreadable, decimal_of
from kpis.exchange.scalars import instant_in, month_in
from kpis.exchange.texts import Columns, Row, csv_rows

COLUMNS = Columns(
    ("unit", "indicator", "period", "numerator", "denominator", "value"),
    ("member", "note", "source", "published_at"),
)
AMOUNTS = ("numerator", "denominator", "value")
DEFAULT_SOURCE = "self"


def read_figures(
    file: str,
    content: bytes,
    *,
    indicators: Mapping[str, Indicator],
    units: Mapping[str, Unit],
    versions: Mapping[str, Sequence[Indicator]] = MappingProxyType({}),
) -> tuple[list[Figure], list[Problem]]:
    """The figures of the file, in its order, each with its line as place.

    versions: every version of the indicators that have several, oldest first. What can be is
    asked of the version that counted when a figure was published, where the file says when: a
    bound set later does not undo history.
    Problems: all at once, in the order of the file; with a blocking one the list of figures is
    not complete. Two rows on the same unit, indicator, period and member are an error, unless
    each says when it was published: at the same instant the later row counts, with a warning.
    """
    notes = Notes(file)
    rows = _Rows(notes, indicators, units, versions)
    figures = []
    for line, cells in csv_rows(content, COLUMNS, notes):
        figure = rows.figure(line, cells)
        if figure is not None:
            figures.append(figure)
    return figures, notes.problems


class _Read(dict):
    """What texts mean, read once each: figures repeat the same few thousand texts."""

    def __init__(self, read: Callable[[str], object]):
        super().__init__({"": None})
        self._read = read

    def __missing__(self, text: str) -> object:
        try:
            self[text] = self._read(text)
        except Unreadable as unreadable:
            self[text] = unreadable
        return self[text]


class _Rows:
    def __init__(
        self,
        notes: Notes,
        indicators: Mapping[str, Indicator],
        units: Mapping[str, Unit],
        versions: Mapping[str, Sequence[Indicator]],
    ):
        self.notes = notes
        self.indicators = indicators
        self.units = units
        self.versions = versions
        self.lives = {code: _months_of(unit) for code, unit in units.items()}
        self.amounts = _Read(decimal_of)
        self.periods = _Read(month_in)
        self.instants = _Read(instant_in)
        self.first_lines: dict[tuple, int] = {}

    def figure(self, line: int, cells: Row) -> Figure | None:
        """The figure of one row; None when it can't be read, which has then been noted."""
        unit, indicator, month, numerator, denominator, value, member, note, source, at = cells
        period = self.periods[month]
        amounts = [self.amounts[cell] for cell in (numerator, denominator, value)]
        published_at = self.instants[at]
        place = str(line)
        if (
            unit not in self.units
            or indicator not in self.indicators
            or type(period) is not int
            or Unreadable in map(type, amounts)
            or type(published_at) is Unreadable
        ):
            self.note_unreadable(place, cells)
            return None
        figure = Figure(
            unit,
            indicator,
            period,
            member or None,
            *amounts,
            note or None,
            source or DEFAULT_SOURCE,
            published_at,
            place,
        )
        for code, values in impossibilities(figure, self.version(figure)):
            self.notes.add(code, place, **values)
        first, last = self.lives[unit]
        if not first <= period <= last:
            self.note_outside_life(place, figure)
        self.note_repeat(line, figure)
        return figure

    def version(self, figure: Figure) -> Indicator:
        """The version of its indicator that a figure must agree with."""
        versions = self.versions.get(figure.indicator)
        if figure.published_at is None or not versions:
            return self.indicators[figure.indicator]
        known = [v for v in versions if v.recorded and v.recorded <= figure.published_at]
        return known[-1] if known else versions[0]

    def note_unreadable(self, place: str, cells: Row) -> None:
        """Note everything in a row that can't be read."""
        named = dict(zip(COLUMNS.all, cells, strict=True))
        self.note_unknown(place, "unit", named["unit"], self.units)
        self.note_unknown(place, "indicator", named["indicator"], self.indicators)
        if not named["period"]:
            self.notes.add("file.missing_key", place, key="period")
        read = {"period": self.periods, "published_at": self.instants}
        read |= dict.fromkeys(AMOUNTS, self.amounts)
        for column, texts in read.items():
            unreadable = texts[named[column]]
            if isinstance(unreadable, Unreadable):
                self.notes.add(unreadable.code, place, key=column, **unreadable.values)

    def note_unknown(self, place: str, key: str, code: str, known: Mapping[str, object]) -> None:
        if not code:
            self.notes.add("file.missing_key", place, key=key)
        elif code not in known:
            near = self.notes.near(key, code, known)
            if near is not None:
                self.notes.add("figures.unknown_like", place, key=key, found=code, near=near)
            else:
                self.notes.add("figures.unknown", place, key=key, found=code)

    def note_outside_life(self, place: str, figure: Figure) -> None:
        """A month after a unit's last is refused, unless it was published when the unit's end was
        not known yet; one before its first may be history."""
        first, last = self.lives[figure.unit]
        values = {"unit": figure.unit, "period": month_text(figure.period)}
        if figure.period > last:
            values["last"] = month_text(int(last))
            if figure.published_at is None:
                self.notes.add("figures.after_end", place, **values)
            else:
                at = figure.published_at.isoformat()
                self.notes.add("figures.after_end_then", place, **values, at=at, blocking=False)
        else:
            begins = month_text(int(first))
            self.notes.add("figures.before_start", place, **values, first=begins, blocking=False)

    def note_repeat(self, line: int, figure: Figure) -> None:
        key = (
            figure.unit,
            figure.indicator,
            figure.period,
            figure.member,
            figure.published_at,
        )
        first = self.first_lines.setdefault(key, line)
        if first == line:
            return
        values = {"unit": figure.unit, "indicator": figure.indicator, "first": first}
        values["period"] = month_text(figure.period)
        if figure.published_at is None:
            self.notes.add("figures.twice", str(line), **values)
        else:
            at = figure.published_at.isoformat()
            self.notes.add("figures.twice_at", str(line), **values, at=at, blocking=False)


def _months_of(unit: Unit) -> tuple[float, float]:
    """First and last month of a unit; infinite where open."""
    first = month_holding(unit.valid_from) if unit.valid_from else float("-inf")
    last = month_holding(unit.valid_to) if unit.valid_to else float("inf")
    return first, last
