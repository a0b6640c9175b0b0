"""What the faults have in common: the province they are tried on, and how they are counted."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from kpis.domain.months import month_of
from kpis.services.evaluation import Evaluation, evaluate
from kpis.services.submitting import Checked, check
from kpis.services.verifying import verify
from kpis.store import database
from kpis.store.database import Store
from tests.ledger import SMALL, at, load

JANUARY = month_of("2021-01")
UNITS = ("stp", "snv")
NOW = at("2021-06-02T09:00")


@dataclass
class Tally:
    """One line of the table.

    acknowledged: receipts given. lost: of those not there, there twice, or changed; and whoever
    should have won or been told and was not. partial: submissions without one of their parts.
    """

    fault: str
    tries: int = 0
    lost: int = 0
    partial: int = 0
    failed_to_open: int = 0
    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing at all went wrong."""
        return not (self.lost or self.partial or self.failed_to_open or self.wrong)

    def says(self, counted: str, condition: bool, what: str) -> None:
        """Counts a try as lost or partial unless `condition` holds."""
        if not condition:
            setattr(self, counted, getattr(self, counted) + 1)
            self.wrong.append(what)


def filled_file(folder: Path) -> str:
    """The URL of a store in a file with the small province."""
    url = f"duckdb:{folder / 'faults.duckdb'}"
    store = database.create(url)
    load(store, SMALL)
    store.close()
    return url


def content(number: int) -> bytes:
    """A file that differs from that of every other number, of two figures."""
    on_time = number % 100
    lines = ["indicator,numerator,denominator,value,note", f"dung-han,{on_time},100,,lần {number}"]
    return "\n".join([*lines, f"sang-kien,,,{number},lần {number}"]).encode()


def said(store: Store, evaluation: Evaluation, unit: str, number: int) -> Checked:
    """File `number`, checked for a unit and the month of the evaluation."""
    name, month = f"{number}.csv", evaluation.month
    return check(store, evaluation, unit, name, content(number), month=month)


def judged(store: Store, month: int) -> Evaluation:
    """A month as known when the faults begin."""
    return evaluate(store, month, NOW)


def later(number: int) -> datetime:
    """An instant of its own for every try."""
    return NOW + timedelta(seconds=number)


def sound(store: Store) -> list[str]:
    """What is wrong with the ledger as a whole."""
    return [f"{code} {values}" for code, values in verify(store).faults]


def halves(store: Store) -> int:
    """How many submissions lack their file, an event, a figure or the act that made them."""
    query = """
        select count(*) from submission
        where (select count(*) from figure where figure.submission = submission.sequence) <> 2
           or not exists (select 1 from stored_file where sha256 = submission.file)
           or not exists (
               select 1 from submission_event as event where event.submission = submission.sequence
           )
           or not exists (
               select 1 from submission_check as said where said.submission = submission.sequence
           )
           or not exists (
               select 1 from entry
               where submission.sequence between entry.sequence and entry.last
           )
    """
    with store.connection.cursor() as cursor:
        (count,) = cursor.execute(query).fetchone() or (-1,)
    return count
