"""The definitions that count at an instant, and the numbers that the judge knows them by."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from kpis.domain.definitions import Indicator, Settings, Unit
from kpis.domain.months import last_period_late
from kpis.domain.series import Links, links_of
from kpis.store.database import Store
from kpis.store.definitions import indicators_known_at, settings_known_at, units_known_at


@dataclass(frozen=True)
class Known:
    """The definitions that counted at an instant, and the numbers that codes go by."""

    as_of: datetime
    settings: Settings
    units: tuple[Unit, ...]
    indicators: tuple[Indicator, ...]

    @cached_property
    def unit_number(self) -> dict[str, int]:
        """Code to place in `units`."""
        return {unit.code: number for number, unit in enumerate(self.units)}

    @cached_property
    def indicator_number(self) -> dict[str, int]:
        """Code to place in `indicators`."""
        return {indicator.code: number for number, indicator in enumerate(self.indicators)}

    @cached_property
    def links(self) -> Links:
        """Whose figures count for whom."""
        return links_of(self.units)

    @cached_property
    def late_through(self) -> int:
        """The latest month whose reporting deadline has passed."""
        reporting = self.settings
        return last_period_late(self.as_of, reporting.due_day, reporting.due_month)

    def unit(self, code: str) -> Unit:
        """The unit of that code. KeyError for an unknown one."""
        return self.units[self.unit_number[code]]

    def indicator(self, code: str) -> Indicator:
        """The indicator of that code. KeyError for an unknown one."""
        return self.indicators[self.indicator_number[code]]


def known_at(store: Store, as_of: datetime) -> Known:
    """The definitions that counted at `as_of`."""
    return Known(
        as_of=as_of,
        settings=settings_known_at(store, as_of),
        units=tuple(units_known_at(store, as_of)),
        indicators=tuple(indicators_known_at(store, as_of)),
    )
