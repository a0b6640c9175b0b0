"""What is wrong with something that came from outside, said so that its author can mend it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, in one place.

    code: key of the sentence in kpis/ui/messages/problems.<language>.yaml; the sentence says what
        was found, what is allowed and how to mend it, with `values` put in.
    file: the file as its author knows it, or None where there is none (a form, an argument).
    place: where in the file: "12" is a line of text, "Sheet1!D7" a cell of a workbook, None the
        whole file.
    values: what the sentence needs: what was found, what is allowed.
    blocking: False for a warning, which does not keep anything from being accepted.
    """

    code: str
    file: str | None = None
    place: str | None = None
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    blocking: bool = True


class Refused(Exception):
    """What was given can't be accepted; nothing was written. Carries every problem at once."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__(
            "; ".join(f"{p.file}:{p.place}: {p.code} {dict(p.values)}" for p in self.problems)
        )
