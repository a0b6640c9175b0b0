"""How much there was to do: dossiers, tasks, reports, documents of each month, as whole numbers."""

from fractions import Fraction
from functools import cache

from demo_basics import MONTHS, Draws
from demo_plan import IDLE, TOO_NICE
from demo_units import UNITS, Unit

# Dossiers in percent of an ordinary month. Tết fell on 25/01/2020 and 12/02/2021; social distancing
# in April 2020 and, with the fourth wave of Covid-19, from May to August 2021.
_SEASON = (
    *(88, 84, 97, 61, 99, 104, 106, 103, 102, 105, 104, 110),
    *(104, 62, 107, 106, 85, 79, 82, 70, 93),
)
# Parts of what was received or settled, in percent: at least, at most.
_PARTS = {
    "eligible": ("received", 62, 74),
    "with fees": ("received", 48, 64),
    "by post possible": ("received", 55, 72),
    "with results": ("settled", 86, 95),
    "ratings": ("settled", 30, 44),
}
_TINY = 20  # dossiers a month: so few are settled within their month


@cache
def volumes(unit: Unit) -> dict[str, list[int]]:
    """Per kind of work how much of it each month of MONTHS saw.

    "with carried": received and carried over from before (column 3 of form II.06a). "settled" is
    what was finished of that (column 7), "pending" what was left (column 11).
    """
    draws = Draws(unit.code, "volumes")
    of = _dossiers(unit, draws)
    for part, (whole, low, high) in _PARTS.items():
        percent = draws.whole(low, high)
        of[part] = [n * (percent + draws.whole(-2, 2)) // 100 for n in of[whole]]
    large = unit.dossiers >= 1000 or unit.kind != "so"
    of["tasks"] = _around(draws, draws.whole(16, 34))
    of["reports"] = _reports(draws)
    of["documents"] = _around(draws, draws.whole(420, 980) if large else draws.whole(160, 460))
    of["publications"] = _around(draws, draws.whole(12, 30))
    of["complaints"] = _around(draws, draws.whole(4, 9))
    if unit.code == TOO_NICE:
        of["tasks"] = [20] * len(MONTHS)
        of["ratings"] = [settled // 2 for settled in of["settled"]]
    return of


def _dossiers(unit: Unit, draws: Draws) -> dict[str, list[int]]:
    step = 20 if unit.code == TOO_NICE else 1
    shocks = draws.wander(len(MONTHS))
    names = ("received", "with carried", "settled", "pending")
    of: dict[str, list[int]] = {name: [] for name in names}
    pending = 0 if unit.dossiers < _TINY else unit.dossiers // (5 * step) * step
    for month in MONTHS:
        percent = _SEASON[month] * (1 + shocks[month] * Fraction(22, 100)) + month * Fraction(1, 3)
        received = int(unit.dossiers * percent / 100) // step * step
        if month in IDLE.get(unit.code, ()):
            received = 0
        available = pending + received
        done = 100 if unit.dossiers < _TINY else draws.whole(79, 84)
        settled = available * done // 100 // step * step
        pending = available - settled
        for name, number in zip(names, (received, available, settled, pending), strict=True):
            of[name].append(number)
    return of


def _around(draws: Draws, ordinary: int) -> list[int]:
    shocks = draws.wander(len(MONTHS))
    return [max(1, int(ordinary * (1 + shock * Fraction(45, 100)))) for shock in shocks]


def _reports(draws: Draws) -> list[int]:
    monthly = draws.whole(5, 8)
    return [
        monthly + (2 if month % 3 == 2 else 0) + (3 if month % 12 == 11 else 0) for month in MONTHS
    ]


def stock(unit: Unit, name: str) -> int:
    """What is counted at the end of a period, the same all year through."""
    draws = Draws(unit.code, "stock", name)
    match name:
        case "plan tasks":
            return draws.whole(34, 62)
        case "bodies" | "communes":
            return unit.bodies
        case "eligible procedures":
            return max(12, unit.procedures * draws.whole(52, 66) // 100)
        case "online services":
            return max(10, unit.procedures * draws.whole(30, 42) // 100)
        case "heads":
            return unit.bodies + draws.whole(1, 3)
        case "posts":
            return draws.whole(48, 96) if unit.kind == "so" else draws.whole(180, 420)
        case "public bodies":
            return draws.whole(6, 14)
        case "capital":  # million đồng
            low, high = (180, 620) if unit.kind == "huyen" else (60, 240)
            return draws.whole(low, high) * 1000 + draws.whole(0, 999)
    raise ValueError(f"no stock of {name}")


assert len(_SEASON) == len(MONTHS) and len(UNITS) == 32
