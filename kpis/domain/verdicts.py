"""The nine rules carried out over columns, in their order; what each row is then told.

Source: docs/evaluation.md, "Status of an item at month m" and the sections that it points to.
"""

from dataclasses import dataclass, fields

import numpy as np

from kpis.domain.amounts import Column, Comparing, Rows, zeros
from kpis.domain.months import due_between
from kpis.domain.outlook import Required, forecast, required
from kpis.domain.progress import actual, attainment, expected, satisfied, uses_baseline
from kpis.domain.promises import AT_LEAST, EQUAL, EXCLUDE, FULL, LINEAR, ZERO, Measures, Promises
from kpis.domain.series import Monthly
from kpis.domain.status import (
    AT_RISK,
    FULFILLED,
    MISSED,
    NO_ACTIVITY,
    OFF_TRACK,
    ON_TRACK,
    Missing,
    early,
    within_tolerance,
)


@dataclass(frozen=True)
class Verdicts:
    """What is judged of each promise; NaN stands for null.

    status: position in status.STATUSES. rule: which of the nine rules decided, 0 for a unit that
    has ended. expected_known: whether there is an E(m); for `between` it is the bounds.
    forecast_ok: 1, 0, or -1 for null. member: number of the member that decided an item promised
    for each, -1 for none. numerator, denominator, reported: sums and months that the actual comes
    from. to_come: R. shortfall: distance to E(m) in the indicator's unit, NaN before rule 8.
    last_due: the last period due by m, before start when there is none.
    """

    status: Column
    rule: Column
    actual: Column
    expected: Column
    expected_known: Column
    attainment: Column
    pace_attainment: Column
    weighted: Column
    required: Column
    out_of_reach: Column
    forecast: Column
    forecast_ok: Column
    member: Column
    numerator: Column
    denominator: Column
    reported: Column
    to_come: Column
    shortfall: Column
    last_due: Column

    def take(self, rows: Rows) -> "Verdicts":
        """These rows alone."""
        return Verdicts(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def put(self, rows: Rows, others: "Verdicts") -> None:
        """Replaces `rows` by what `others` says of them."""
        for column in fields(self):
            mine, theirs = getattr(self, column.name), getattr(others, column.name)
            mine[rows] = theirs.astype(mine.dtype)


class Ruling:
    """The rules being applied to rows; each method is one or more rules, called in their order.

    last_due: the last period due by m. exact: over fractions instead of float64; `comparing.doubt`
    then names no row, otherwise those that have to be judged exactly.
    """

    def __init__(
        self, promises: Promises, measures: Measures, months: Monthly, last_due: Column, exact: bool
    ):
        self.promises, self.measures, self.months = promises, measures, months
        self.last_due, self.exact = last_due, exact
        size, rows = len(promises), np.arange(len(promises))
        self.comparing = Comparing(size, exact)
        self.target = promises.target.column(rows, exact)
        self.baseline = promises.baseline.column(rows, exact)
        self.started = promises.month >= promises.start
        self.at_due = promises.month >= promises.due
        way = measures.way[promises.indicator]
        scale = measures.scale.column(promises.indicator, exact)
        self.done = actual(months, way, scale, last_due, exact)
        self.aim = expected(promises, self.target, exact)
        self.value, self.known = self.done.value, self.done.known
        self.comparing.faint(self.value, self.done.size, self.known)
        self.comparing.faint(self.aim.value, self.aim.size, self.aim.known)
        self.kept = self._keeps_target(self.value, self.known, self.done.size)
        self.status = np.full(size, -1)
        self.rule = np.zeros(size, dtype=np.int64)
        self.as_zero = self.full = np.zeros(size, dtype=bool)
        # `=` on the way up is judged like `>=` until due.
        rising = (promises.comparator == EQUAL) & (promises.pace == LINEAR) & ~self.at_due
        self.towards = np.where(rising, AT_LEAST, promises.comparator)

    def _keeps_target(self, value: Column, where: Column, size_of: Column | float = 0.0) -> Column:
        return satisfied(
            self.comparing,
            value,
            self.promises.comparator,
            self.target,
            self.aim.low,
            self.aim.high,
            where,
            size_of,
        )

    @property
    def open(self) -> Column:
        """Rows that no rule has settled yet."""
        return self.status < 0

    def _settle(self, where: Column, rule: int, status: int) -> None:
        self.rule = np.where(where, rule, self.rule)
        self.status = np.where(where, status, self.status)

    def rules_1_to_4(self, lacks: Missing) -> None:
        """Not started, done for good, nothing expected yet, figures missing."""
        first = early(
            self.promises,
            self.measures,
            month_before_start=~self.started,
            nothing_due=self.last_due < self.promises.start,
            without_expected=~self.aim.known,
            kept=self.kept & self.known,
            latest_is_done=self.known & (self.value == 1).astype(bool),
            lacks=lacks,
        )
        self.rule, self.status = first.rule, first.status

    def rule_5(self) -> None:
        """Nothing happened: left out, or 0 stands for the actual, or the promise counts as kept."""
        nothing = self.open & ~self.known
        when_nothing = self.measures.when_nothing[self.promises.indicator]
        self.as_zero = nothing & (when_nothing == ZERO)
        self.full = nothing & (when_nothing == FULL)
        self.value = np.where(self.as_zero, zeros(len(nothing), self.exact), self.value)
        self.known = self.known | self.as_zero
        zero_keeps = self._keeps_target(self.value, self.as_zero)
        self.kept = np.where(self.as_zero, zero_keeps, self.kept).astype(bool)
        self._settle(nothing & (when_nothing == EXCLUDE), 5, NO_ACTIVITY)
        self._settle(self.full & self.at_due, 5, FULFILLED)
        self._settle(self.full & ~self.at_due, 5, ON_TRACK)

    def rules_6_and_7(self) -> None:
        """At due the promise is kept or missed; before, on track when up to what is expected."""
        open_ = self.open
        self._settle(open_ & self.at_due & self.kept, 6, FULFILLED)
        self._settle(open_ & self.at_due & ~self.kept, 6, MISSED)
        aim, size = self.aim, self.aim.size + self.done.size
        # Of all rows: at an E(m) below 0 the pace attainment hangs on it too, whatever the status.
        compared = self.known & aim.known
        in_time = satisfied(
            self.comparing, self.value, self.towards, aim.value, aim.low, aim.high, compared, size
        )
        self._settle(self.open & in_time, 7, ON_TRACK)

    def rules_8_and_9(self) -> None:
        """Out of reach, within tolerance, or not."""
        self.has_outlook = ((self.rule == 7) | self.open) & ~self.at_due & ~self.as_zero
        every = self.measures.every[self.promises.indicator]
        self.to_come = due_between(self.promises.month + 1, self.promises.due, every)
        self.need: Required = required(
            self.comparing,
            self.promises,
            self.measures,
            self.done,
            self.target,
            self.to_come,
            self.has_outlook,
        )
        self.out_of_reach = self.need.out_of_reach & self.has_outlook
        self._settle(self.open & self.out_of_reach, 8, OFF_TRACK)
        open_ = self.open
        within, self.distance = within_tolerance(
            self.comparing,
            self.promises,
            self.measures,
            self.value,
            self.aim,
            open_,
            self.done.size,
        )
        self._settle(open_ & within, 9, AT_RISK)
        self._settle(open_ & ~within, 9, OFF_TRACK)

    def _attainments(self) -> tuple[Column, Column]:
        """Against T and against E(m), before they are blanked where there is no actual."""
        promises, aim = self.promises, self.aim
        used = uses_baseline(
            self.comparing, promises, promises.comparator, self.target, self.baseline
        )
        way = (aim.low, aim.high, self.baseline)
        of_target = attainment(self.value, promises.comparator, self.target, *way, used)
        used = used | uses_baseline(
            self.comparing, promises, self.towards, self.target, self.baseline
        )
        of_pace = attainment(self.value, self.towards, aim.value, *way, used)
        self._doubt_small_steps(used)
        hundred = zeros(len(used), self.exact) + 100
        return np.where(self.full, hundred, of_target), np.where(self.full, hundred, of_pace)

    def _doubt_small_steps(self, used: Column) -> None:
        """Where the way is measured from a baseline, differences may be all that is left."""
        base = np.abs(self.baseline)
        for value, known in (
            (self.value, self.known),
            (self.aim.value, self.aim.known),
            (self.target, used),
        ):
            size = np.abs(value) + base
            self.comparing.faint(value - self.baseline, size, used & known)

    def outcome(self) -> Verdicts:
        """Everything that is told of the rows."""
        ahead = forecast(
            self.promises,
            self.measures,
            self.months,
            self.done,
            self.to_come,
            self.has_outlook,
            self.exact,
        )
        hits = self._keeps_target(ahead.value, ahead.known, ahead.size)
        self.comparing.faint(ahead.value, ahead.size, ahead.known)
        of_target, of_pace = self._attainments()
        shown = self.known & self.started
        return Verdicts(
            status=self.status,
            rule=self.rule,
            actual=_or_nan(self.value, shown),
            expected=_or_nan(self.aim.value, self.aim.known),
            expected_known=self.aim.known,
            attainment=_or_nan(of_target, shown | self.full),
            pace_attainment=_or_nan(of_pace, (shown & self.aim.known) | self.full),
            weighted=self.done.weighted | ~self.started,
            required=_or_nan(self.need.value, self.need.known & self.has_outlook),
            out_of_reach=self.out_of_reach,
            forecast=_or_nan(ahead.value, ahead.known),
            forecast_ok=np.where(ahead.known, hits.astype(np.int64), -1),
            member=np.full(len(shown), -1),
            numerator=self.done.numerator,
            denominator=self.done.denominator,
            reported=self.done.reported,
            to_come=self.to_come,
            shortfall=_or_nan(self.distance, self.rule >= 8),
            last_due=self.last_due,
        )


def _or_nan(values: Column, known: Column) -> Column:
    return np.where(known, values, np.nan)


def verdicts(
    promises: Promises,
    measures: Measures,
    months: Monthly,
    last_due: Column,
    lacks: Missing | None,
    exact: bool,
) -> tuple[Verdicts, Column]:
    """The rules in their order, and the rows that stay in doubt.

    lacks: what should have been published and is not; None for members, whose items have passed
    rules 1 to 4 as a whole.
    """
    ruling = Ruling(promises, measures, months, last_due, exact)
    if lacks is not None:
        ruling.rules_1_to_4(lacks)
    ruling.rule_5()
    ruling.rules_6_and_7()
    ruling.rules_8_and_9()
    return ruling.outcome(), ruling.comparing.doubt
