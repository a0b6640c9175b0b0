"""Is the ledger whole: the chain of acts, numbers without doubles, sums of files, no loose ends."""

from collections.abc import Iterator
from dataclasses import dataclass

from kpis.store.database import Store, digest_of, revision, run

Fault = tuple[str, dict[str, object]]


@dataclass(frozen=True)
class Verified:
    """What was counted and what is wrong. rows: per table. faults: sentences' codes and values.

    head: the last link of the chain, "" when nothing was written. Who keeps it elsewhere can see
    later whether the end of the ledger was cut off.
    """

    revision: int
    rows: dict[str, int]
    files: int
    bytes: int
    faults: tuple[Fault, ...]
    head: str

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def verify(store: Store) -> Verified:
    """Reads the whole store and compares it with itself."""
    faults = list(_broken_links(store))
    rows: dict[str, int] = {}
    for name, count, distinct, outside in run(store, "sequences"):
        rows[name] = count
        if count != distinct:
            faults.append(("verify.doubles", {"table": name, "count": count - distinct}))
        if outside:
            faults.append(("verify.outside", {"table": name, "count": outside}))
    for what, count, example in run(store, "loose_ends"):
        faults.append(("verify.loose_end", {"what": what, "count": count, "example": example}))
    files = run(store, "stored_files")
    for kept, now, _ in files:
        if kept != now:
            faults.append(("verify.file_sum", {"kept": kept, "now": now}))
    return Verified(
        revision=revision(store),
        rows=rows,
        files=len(files),
        bytes=sum(size for _, _, size in files),
        faults=tuple(faults),
        head="".join(digest for _, digest in run(store, "chain")[-1:]),
    )


def _broken_links(store: Store) -> Iterator[Fault]:
    """Acts that are not what they were, or that stand behind something else than they did."""
    links = dict(run(store, "chain"))
    acts = {sequence: (text, content) for sequence, text, content in run(store, "acts", first=0)}
    before = ""
    for sequence in sorted(links.keys() | acts.keys()):
        if sequence not in acts:
            yield "verify.act_gone", {"entry": sequence}
        elif digest_of(before, *acts[sequence]) != links.get(sequence):
            yield "verify.act_changed", {"entry": sequence}
        before = links.get(sequence, before)
