"""What a submission leaves in hand: found again by its request, as often as it is asked for."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from kpis.services.moving import END_OF_TIME
from kpis.store.database import Store, run
from kpis.store.submissions import submissions


@dataclass(frozen=True)
class Receipt:
    """What a submission leaves in hand. sha256: sum of the file as received.

    superseded: waiting submissions whose place it took. repeated: it had been made before.
    """

    number: int
    submitted_at: datetime
    unit: str | None
    month: int | None
    figures: int
    file: str
    sha256: str
    repeated: bool = False
    superseded: tuple[int, ...] = ()


def receipt_for(store: Store, request: str) -> Receipt | None:
    """The receipt that a request has left, also when the page that sent it never saw it."""
    for sequence, act in run(store, "entry_of_request", request=request):
        if act == "submit":
            return replace(receipt_of(store, sequence), repeated=True)
    return None


def receipt_of(store: Store, entry_sequence: int) -> Receipt:
    """The receipt of a submission made by an entry of the ledger."""
    number = json.loads(run(store, "entry_detail", sequence=entry_sequence)[0][0])["submission"]
    (made,) = submissions(store, as_of=END_OF_TIME, number=number)
    return Receipt(
        made.number,
        made.submitted_at,
        made.unit,
        made.period,
        made.figures,
        made.file_name or "",
        made.file or "",
    )
