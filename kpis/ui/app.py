"""What every page needs: the open store, the clock, what was judged. Knows clock and cache alone.

Results are kept under the revision of the store and never under a time, so that a publication
shows on the next run. Pages hand nothing but codes, months and instants down.
"""

from datetime import datetime, time

import streamlit as st

from kpis.domain.commitments import Commitment
from kpis.domain.months import ICT
from kpis.services import stores, trail, unit_series
from kpis.services.coverage import Coverage, reporting
from kpis.services.duties import MonthDuty, months_of
from kpis.services.evaluation import Evaluation, evaluate, known_at
from kpis.services.stores import Store
from kpis.services.unit_series import SeriesMonth, UnitSeries

YEARS_KEPT = 5  # a page that shows a year asks for its twelve months


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The store, opened once per process. StoreError when it can't be."""
    return stores.open_existing(stores.default_url())


def now() -> datetime:
    """The clock is read here and nowhere else; everything below is told the instant."""
    return datetime.now(ICT)


def end_of_today() -> datetime:
    """The instant that screens show things as of unless asked otherwise: one per day."""
    return datetime.combine(now().date(), time.max, ICT)


def is_empty() -> bool:
    """Whether nothing was ever written."""
    return stores.is_empty(store())


def is_demonstration() -> bool:
    """Whether every screen has to say that figures are illustrative."""
    return _is_demonstration(*_identity())


def months_with_figures(as_of: datetime) -> list[int]:
    """The months for which something was published by `as_of`, in order."""
    return _months(*_identity(), as_of)[0]


def months_with_promises(as_of: datetime) -> list[int]:
    """The months that lie in the term of a commitment known at `as_of`, in order."""
    return _months(*_identity(), as_of)[1]


def evaluation(month: int, as_of: datetime) -> Evaluation:
    """Everything judged of `month`, as known at `as_of`; shared, so never changed."""
    return _evaluation(*_identity(), month, as_of)[1]


def coverage(month: int, as_of: datetime) -> Coverage:
    """Which units have reported what was due for `month`."""
    return _coverage(*_identity(), month, as_of)


def series(unit: str, first: int, last: int, as_of: datetime) -> UnitSeries:
    """Every month that a unit reported, by indicator."""
    return _series(*_identity(), unit, first, last, as_of)


def member_series(
    unit: str, indicator: str, member: str, first: int, last: int, as_of: datetime
) -> tuple[SeriesMonth, ...]:
    """The months of one member of an indicator's breakdown."""
    known = evaluation(last, as_of).known
    return unit_series.member_series(store(), known, unit, indicator, member, first, last)


def documents(unit: str, as_of: datetime) -> list[Commitment]:
    """What a unit has signed, oldest first."""
    return _documents(*_identity(), unit, as_of)


def months_owed(unit: str, first: int, last: int, as_of: datetime) -> list[MonthDuty]:
    """The months of first..last in which a unit owed something, in order."""
    return _months_owed(*_identity(), unit, first, last, as_of)


def figure_trail(unit: str, indicator: str, month: int, as_of: datetime) -> trail.FigureTrail:
    """Every version of one month's figure, the latest first."""
    return trail.figure_trail(store(), unit=unit, indicator=indicator, month=month, as_of=as_of)


def file_content(sha256: str) -> bytes | None:
    """The file as received; None when it was not kept."""
    return trail.file_content(store(), sha256)


def _identity() -> tuple[Store, int, int]:
    opened = store()
    return opened, id(opened), stores.revision(opened)


# Streamlit leaves arguments that begin with _ out of the key. `number` stands for the store, and
# `revision` is only a key: an entry is stale the moment anything is published. What is kept holds
# the store too, so that its number can't come back for another one.


@st.cache_resource(max_entries=12 * YEARS_KEPT, show_spinner=False)
def _evaluation(_store: Store, number: int, revision: int, month: int, as_of: datetime):
    return _store, evaluate(_store, month, as_of)


@st.cache_resource(max_entries=12 * YEARS_KEPT, show_spinner=False)
def _coverage(_store: Store, number: int, revision: int, month: int, as_of: datetime) -> Coverage:
    return reporting(_store, _evaluation(_store, number, revision, month, as_of)[1])


@st.cache_resource(max_entries=200, show_spinner=False)
def _series(
    _store: Store, number: int, revision: int, unit: str, first: int, last: int, as_of: datetime
) -> UnitSeries:
    known = _evaluation(_store, number, revision, last, as_of)[1].known
    return unit_series.unit_series(_store, known, unit, first, last)


@st.cache_resource(max_entries=200, show_spinner=False)
def _documents(
    _store: Store, number: int, revision: int, unit: str, as_of: datetime
) -> list[Commitment]:
    return trail.documents_of(_store, unit, as_of)


@st.cache_resource(max_entries=200, show_spinner=False)
def _months_owed(
    _store: Store, number: int, revision: int, unit: str, first: int, last: int, as_of: datetime
) -> list[MonthDuty]:
    promised = _months(_store, number, revision, as_of)[1]
    known = known_at(_store, as_of)
    return months_of(_store, known, unit, [month for month in promised if first <= month <= last])


@st.cache_resource(max_entries=20, show_spinner=False)
def _months(
    _store: Store, number: int, revision: int, as_of: datetime
) -> tuple[list[int], list[int]]:
    return stores.months_with_figures(_store, as_of), stores.months_with_promises(_store, as_of)


@st.cache_resource(max_entries=2, show_spinner=False)
def _is_demonstration(_store: Store, number: int, revision: int) -> bool:
    return stores.is_demonstration(_store)
