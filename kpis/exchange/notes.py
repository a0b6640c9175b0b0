"""Problems of one file, noted while it is read on to its end."""

from collections import Counter
from collections.abc import Callable, Iterable
from difflib import get_close_matches

from kpis.domain.problems import Problem

# So many of one kind are listed one by one; of the rest only how many there are.
LISTED = 200
# Looking for the nearest of thousands of codes takes time; so many wrong codes get an answer.
GUESSED = 50
SHOWN = 120  # characters of what was found
_FROM_THE_FILE = ("found", "key", "column")


class Notes:
    """What is wrong in `file`, in the order of its places.

    order: how places sort; by default as line numbers.
    """

    def __init__(self, file: str, order: Callable[[str], object] | None = None):
        self.file = file
        self._order = order or _line
        self._problems: list[Problem] = []
        self._of_code: Counter[str] = Counter()
        self._beyond: dict[str, Problem] = {}
        self._noted: set[tuple] = set()
        self._near: dict[tuple[str, str], str | None] = {}

    def add(self, code: str, place: str | None, /, *, blocking: bool = True, **values) -> None:
        """Note one problem, once; beyond LISTED of a kind they are counted only."""
        if self._of_code[code] >= LISTED:
            self._of_code[code] += 1
            self._beyond.setdefault(code, Problem(code, self.file, place, values, blocking))
            return
        shown = {k: _short(v) if k in _FROM_THE_FILE else v for k, v in values.items()}
        one = (code, place, *shown.items())
        if one not in self._noted:
            self._noted.add(one)
            self._of_code[code] += 1
            self._problems.append(Problem(code, self.file, place, shown, blocking))

    def near(self, what: str, word: str, known: Iterable[str]) -> str | None:
        """As nearest, for the first GUESSED wrong words of the file; None for the rest.

        what: what the word is the code of; what is known of it does not change within a file.
        """
        if (what, word) not in self._near:
            if len(self._near) >= GUESSED:
                return None
            self._near[what, word] = nearest(word, known)
        return self._near[what, word]

    @property
    def problems(self) -> list[Problem]:
        """Everything noted so far, in the order of the file; what was only counted comes last."""
        placed = sorted(self._problems, key=lambda p: _sortable(p, self._order))
        return placed + [
            Problem(
                "file.more_of_this",
                self.file,
                first.place,
                {"count": self._of_code[code] - LISTED, "code": code},
                first.blocking,
            )
            for code, first in self._beyond.items()
        ]

    @property
    def blocking(self) -> bool:
        """Whether anything noted keeps the file from being accepted."""
        both = [*self._problems, *self._beyond.values()]
        return any(problem.blocking for problem in both)


def _sortable(problem: Problem, order: Callable[[str], object]) -> tuple:
    return (0,) if problem.place is None else (1, order(problem.place))


def _line(place: str) -> int:
    return int(place)


def _short(value: object) -> object:
    if isinstance(value, str) and len(value) > SHOWN:
        return value[: SHOWN - 1] + "…"
    return value


def listed(options: Iterable[object]) -> str:
    """Options as a sentence shows them."""
    return ", ".join(str(option) for option in options)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `word` was most likely meant to be, None when nothing is near."""
    if len(word) > SHOWN:
        return None
    folded = {option.casefold(): option for option in known}
    found = get_close_matches(word.strip().casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None
