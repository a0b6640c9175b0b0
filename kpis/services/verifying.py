"""Is the ledger whole: numbers without holes or doubles, files with their sums, no loose ends."""

from dataclasses import dataclass

from kpis.store.database import Store, revision, run


@dataclass(frozen=True)
class Verified:
    """What was counted and what is wrong. rows: per table. faults: sentences' codes and values."""

    revision: int
    rows: dict[str, int]
    files: int
    bytes: int
    faults: tuple[tuple[str, dict[str, object]], ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def verify(store: Store) -> Verified:
    """Reads the whole store and compares it with itself."""
    faults: list[tuple[str, dict[str, object]]] = []
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
    )
