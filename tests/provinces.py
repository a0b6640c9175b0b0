"""Made-up provinces, small and nasty, the same for the same seed: valid files of docs/formats.md.

Ties are frequent on purpose: targets, steps and bounds are taken from what the unit's figures add
up to at some month, and some units copy another's figures and promises, so that ranks tie.
"""

import csv
import io
from calendar import monthrange
from collections import defaultdict
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import yaml

ICT = timezone(timedelta(hours=7))
JANUARY_2020 = 2020 * 12
FIRST, LAST = JANUARY_2020, JANUARY_2020 + 27  # figures: 2020-01 to 2022-04
EVERY = {"monthly": 1, "quarterly": 3, "annual": 12}
COLUMNS = "unit,indicator,period,member,numerator,denominator,value,note,source,published_at"
UNIT_COLUMNS = "code,name,name_en,kind,parent,valid_from,valid_to,successor"
KINDS = {"so": "Sở, ban, ngành", "huyen": "Cấp huyện", "xa": "Cấp xã"}
TIERS = (
    ["=100", ">85", ">70", ">50"],
    ["=100", ">=75", ">=50", ">0"],
    [">=66.5", ">=33.25"],
    ["=100", ">50", "=50", "<=25"],
)
MEMBERS = ("đất đai", "hộ tịch", "xây dựng")
SHARES = (Fraction(1), Fraction(9, 10), Fraction(4, 5), Fraction(3, 4), Fraction(1, 2), Fraction(0))
DEFAULT_PACE = {"ratio": "hold", "level": "hold", "count": "linear"}
GRIDS = {  # values, where a figure is one: whole and half numbers that meet again and again
    "count": ("0", "0", "1", "2", "3", "5"),
    "rank": ("1", "2", "3", "4", "8"),
    "level": ("0", "40", "62.5", "75", "80", "80", "90", "100"),
    "below zero": ("-3", "-1.5", "-1", "0", "0", "0.5", "1", "2.5"),
}


def province(seed):
    """Relative file name -> text: settings, catalogue/thu.yaml, units, commitments, figures."""
    made = _made(seed)
    return {
        "settings.yaml": _as_yaml(made.settings),
        "catalogue/thu.yaml": _as_yaml(made.indicators),
        "units.csv": _as_csv(UNIT_COLUMNS, made.units),
        "commitments.yaml": _as_yaml(made.commitments),
        "figures.csv": _as_csv(COLUMNS, made.figures),
    }


def write(files, folder):
    """Writes what `province` gives into `folder`, which may not exist yet."""
    for name, text in files.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def moments(seed):
    """(month, as_of) pairs worth asking of province(seed), "YYYY-MM" and an instant.

    Deadline midnights, instants of publication and of record, each exactly and one second before;
    and an instant when everything is known.
    """
    made, r = _made(seed), Random(f"moments {seed}")
    asked = []
    for _ in range(3):
        month = r.randint(FIRST + 10, LAST - 1)
        deadline = _deadline(made.settings, month - r.choice((0, 0, 0, 1, 3)))
        asked += [(month, deadline), (month, deadline - timedelta(seconds=1))]
    published = datetime.fromisoformat(r.choice(made.figures)["published_at"])
    month = min(LAST, published.year * 12 + published.month - 1 - r.choice((0, 1, 1, 2)))
    asked += [(month, published), (month, published - timedelta(seconds=1))]
    recorded = [
        (_month(amendment["effective"]), datetime.fromisoformat(amendment["recorded"]))
        for commitment in made.commitments
        for item in commitment["items"]
        for amendment in item.get("amendments", [])
    ]
    recorded += [
        (_month(commitment["items"][0]["start"]), datetime.fromisoformat(commitment["recorded"]))
        for commitment in made.commitments[:2]
    ]
    for effective, instant in r.sample(recorded, min(2, len(recorded))):
        month = effective + r.choice((-1, 0, 0, 1))
        asked += [(month, instant), (month, instant - timedelta(seconds=1))]
    known = datetime(2023, 1, 1, tzinfo=r.choice((ICT, UTC)))
    asked += [(r.randint(FIRST + 9, LAST + 2), known) for _ in range(4)]
    return [(_text(month), as_of) for month, as_of in asked]


class _Made:
    def __init__(self, seed):
        self.r = Random(seed)
        self.settings = _settings(self.r)
        self.indicators = _indicators(self.r)
        self.by_code = {indicator["code"]: indicator for indicator in self.indicators}
        self.units = _units(self.r)
        self.figures = _figures(self)
        self.known = _known_in_the_end(self.figures)
        self.commitments = _commitments(self)
        _copy_some_units(self)


@cache
def _made(seed):
    return _Made(seed)


# Months, text, files


def _month(text):
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def _text(month):
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def _day(month, day):
    year, number = month // 12, month % 12 + 1
    return datetime(year, number, min(day, monthrange(year, number)[1]), tzinfo=ICT)


def _deadline(settings, period):
    """The midnight that ends the due day."""
    reporting = settings["reporting"]
    month = period + (reporting["due_month"] == "next")
    return _day(month, reporting["due_day"]) + timedelta(days=1)


def _is_due(indicator, month):
    return (month + 1) % EVERY[indicator["frequency"]] == 0


class _Dumper(yaml.SafeDumper):
    """Writes decimals as they are, digit for digit."""

    def ignore_aliases(self, data):
        return True


def _decimal_node(dumper, number):
    tag = "float" if "." in str(number) else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{tag}", str(number))


_Dumper.add_representer(Decimal, _decimal_node)


def _as_yaml(data):
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False)


def _as_csv(columns, rows):
    lines = io.StringIO()
    writer = csv.DictWriter(lines, columns.split(","), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return lines.getvalue()


def _exactly(number):
    """The decimal equal to a fraction, or None when it needs more than 6 places."""
    if number is None or (number * 10**6).denominator != 1:
        return None
    return Decimal(f"{Decimal((number * 10**6).numerator).scaleb(-6):f}".rstrip("0").rstrip("."))


# Settings, catalogue, units


def _settings(r):
    return {
        "reporting": {
            "due_day": r.choice((1, 5, 5, 15, 20, 28, 29, 30, 31)),
            "due_month": r.choice(("next", "next", "same")),
            "window_start_day": r.choice((1, 1, 15)),
        },
        "tiers": r.choice(TIERS),
        "unit_kinds": {kind: {"vi": name, "en": kind} for kind, name in KINDS.items()},
    }


def _indicators(r):
    shapes = [
        {"kind": "ratio", "unit": "%", "share": True, "over_time": "pooled"},
        {
            "kind": "ratio",
            "unit": "%",
            "share": True,
            "over_time": "pooled",
            "breakdown": "linh-vuc",
        },
        {"kind": "ratio", "unit": r.choice(("%", "lần")), "over_time": "pooled"},
        {"kind": "ratio", "unit": "%", "share": True, "over_time": "month"},
        {"kind": "ratio", "unit": "‰", "scale": 1000, "over_time": "month"},
        {"kind": "count", "unit": "việc"},
        {"kind": "count", "unit": "việc", "min": 0},
        {"kind": "level", "unit": "điểm", "over_time": "last", "min": 0, "max": 100},
        {"kind": "level", "unit": "điểm", "over_time": "last"},
        {"kind": "level", "unit": "điểm", "over_time": "mean", "min": 0, "max": 100},
        {"kind": "level", "unit": "%", "over_time": "mean", "min": -3, "max": Decimal("2.5")},
        {"kind": "milestone", "unit": "xong"},
        {"kind": "rank", "unit": "hạng"},
    ]
    return [
        _indicator(r, f"ct-{place:02d}", shape)
        for place, shape in enumerate(r.sample(shapes, r.randint(4, 7)), 1)
    ]


def _indicator(r, code, shape):
    entry = {"code": code, "name": {"vi": f"Chỉ tiêu {code}", "en": f"Indicator {code}"}, **shape}
    if entry.get("share"):
        entry |= {"min": 0, "max": 100}
    entry["direction"] = r.choice(("higher", "lower", "range"))
    entry["frequency"] = r.choice(("monthly", "monthly", "monthly", "quarterly", "annual"))
    units = {"ratio": ("pooled",), "count": ("sum",), "level": ("mean", "sum"), "rank": ()}
    over_units = r.choice((*units.get(entry["kind"], ("sum",)), "none", None))
    if over_units and r.random() < 0.7:
        entry["over_units"] = over_units
    entry |= r.choice(
        (
            {},
            {"tolerance": Decimal("0.1")},
            {"tolerance": 0},
            {"tolerance_abs": r.choice((10, Decimal("0.5")))},
        )
    )
    if entry["kind"] == "ratio":
        entry |= {"numerator": {"vi": "Tử số", "en": "Numerator"}}
        entry |= {"denominator": {"vi": "Mẫu số", "en": "Denominator"}}
        entry["when_nothing"] = r.choice(("exclude", "zero", "full"))
    return entry


def _units(r):
    units = [
        {
            "code": f"dv-{place:02d}",
            "name": f"Đơn vị {place}",
            "name_en": f"Unit {place}",
            "kind": r.choice(("so", "so", "huyen", "huyen", "xa")),
            "valid_from": "2019-01-01",
        }
        for place in range(1, r.randint(4, 6) + 1)
    ]
    a, b, c, d = r.sample(units, 4)
    end = JANUARY_2020 + r.randint(12, 21)
    lives = ("lives", "merger", "two", "chain", "chain", "chain", "together", "ends", "then ends")
    match r.choice(lives):
        case "merger":
            _end(a, end, b)
        case "two":
            _end(a, end, c, day=14)
            _end(b, end + r.choice((0, 0, 2)), c)
        case "chain":
            _end(a, end, b)
            _end(b, end + r.randint(1, 3), c)
            _end(d, end + r.choice((1, 2)), c)
        case "together":  # predecessor and successor end in the same month
            _end(a, end, b, day=10)
            _end(b, end, c, day=28)
        case "ends":
            _end(a, end)
        case "then ends":
            _end(a, end, b)
            _end(b, end + r.randint(1, 4))
    return units


def _end(unit, month, successor=None, day=31):
    unit["valid_to"] = _day(month, day).date().isoformat()
    unit["successor"] = successor["code"] if successor else ""


# Figures


def _figures(made):
    r, figures = made.r, []
    for unit in made.units:
        last = _month(unit["valid_to"]) if unit.get("valid_to") else LAST
        for indicator in made.indicators:
            habits = {
                "values": r.choice((0, 0, 0, 0.15, 1)),
                "missing": r.choice((0, 0, 0.02, 0.1, 0.3)),
                "off season": r.choice((0, 0.3, 1)),
                "done from": r.randint(FIRST, LAST + 6),
                "idle": r.choice((0, 0.1, 0.9)),
                "always": r.choice((None, None, None, None, 0, -1)),  # the same, month by month
            }
            for month in range(FIRST, min(last, LAST) + 1):
                seldom = 1 if _is_due(indicator, month) else habits["off season"]
                for member in MEMBERS if "breakdown" in indicator else ("",):
                    if r.random() < seldom and r.random() >= habits["missing"]:
                        row = {"unit": unit["code"], "indicator": indicator["code"]}
                        row |= {"period": _text(month), "member": member}
                        figures += _versions(made, row, indicator, habits)
    if r.random() < 0.5:
        r.shuffle(figures)  # the ledger is in no order of period or unit
    return figures


def _versions(made, row, indicator, habits):
    """A figure, and now and then its revisions, at a later or at the same instant."""
    r, month = made.r, _month(row["period"])
    deadline = _deadline(made.settings, month)
    hours = r.choice((-72, -30, -1, 0, 0, 5, 24 * 40, 24 * 130))
    published = deadline + timedelta(hours=hours)
    if r.random() < 0.5:
        published = deadline - timedelta(days=r.randint(1, 9), minutes=r.randint(0, 999))
    rows = []
    for _ in range(r.choice((1, 1, 1, 1, 1, 1, 2, 3))):
        zone = r.choice((ICT, ICT, UTC))
        instant = published.astimezone(zone).isoformat()
        amount = _amount(r, indicator, habits, month)
        told = {"note": "Sửa số liệu" if rows else "", "source": r.choice(("", "self", "system"))}
        rows.append({**row, **amount, **told, "published_at": instant})
        published += timedelta(hours=r.choice((0, 1, 24 * 33)))
    return rows


def _amount(r, indicator, habits, month):
    kind = indicator["kind"]
    if kind == "ratio":
        return _ratio(r, indicator, habits)
    if kind == "milestone":
        return {"value": int(month >= habits["done from"])}
    signed = kind == "level" and indicator.get("min") != 0
    return {"value": _pick(r, GRIDS["below zero" if signed else kind], habits)}


def _pick(r, values, habits):
    return r.choice(values) if habits["always"] is None else values[habits["always"]]


def _ratio(r, indicator, habits):
    share = _pick(r, SHARES, habits) * (1 if "share" in indicator else 2)
    if "breakdown" not in indicator and r.random() < habits["values"]:
        scale = 100 if indicator["unit"] == "%" else indicator.get("scale", 1)
        return {"value": _exactly(share * scale)}
    denominator = 0 if r.random() < habits["idle"] else r.choice((0, 10, 20, 20, 40, 40, 7))
    numerator = denominator * share
    if numerator.denominator not in (1, 2):
        numerator = Fraction(r.randint(0, denominator))
    return {"numerator": _exactly(numerator), "denominator": denominator}


def _known_in_the_end(figures):
    """(unit, indicator) -> month -> list of (value, counts), one for each member."""
    latest = {}
    for row in sorted(figures, key=lambda row: datetime.fromisoformat(row["published_at"])):
        latest[row["unit"], row["indicator"], row["period"], row["member"]] = row
    known = defaultdict(lambda: defaultdict(list))
    for (unit, indicator, period, _), row in latest.items():
        known[unit, indicator][_month(period)].append(row)
    return known


# Promises


def _commitments(made):
    r, commitments = made.r, []
    for unit in made.units:
        for number in range(r.choice((0, 1, 1, 1, 2, 3))):
            signed = _day(JANUARY_2020 + r.randint(-2, 18), r.randint(1, 28))
            items = _items(made, unit)
            entry = {
                "id": f"CK-{unit['code']}-{number + 1}",
                "unit": unit["code"],
                "document": f"{number + 1}/BCK",
                "signed_on": signed.date().isoformat(),
                "signer": {"name": "Nguyễn Văn A", "title": {"vi": "Thủ trưởng", "en": "Head"}},
                "counter_signer": {
                    "name": "Trần Thị B",
                    "title": {"vi": "Chủ tịch", "en": "Chair"},
                },
                "recorded": (signed + timedelta(hours=8)).isoformat(),
                "items": items,
            }
            if r.random() < 0.5:
                first = min(_month(item["start"]) for item in items) - r.choice((0, 0, 2))
                last = max(_month(item["due"]) for item in items) + r.choice((0, 1, 5))
                entry["term"] = {"first": _text(first), "last": _text(last)}
            commitments.append(entry)
    return commitments


def _items(made, unit):
    items = {}
    for _ in range(made.r.randint(1, 6)):
        item = _Promise(made, unit["code"], made.r.choice(made.indicators)).entry()
        items[item["indicator"], item["start"]] = item
    return list(items.values())


class _Promise:
    """One item in the making; what its unit's figures add up to is where its targets come from."""

    def __init__(self, made, unit, indicator):
        self.r, self.indicator = made.r, indicator
        self.months = made.known[unit, indicator["code"]]
        self.start = JANUARY_2020 + self.r.choice((0, 3, 6, 9, 12, 12, 12, 13, 14, 16, 18, 22))
        self.due = self._due(
            self.start + self.r.choice((0, 2, 4, 5, 7, 8, 10, 11, 11, 11, 15, 17, 23))
        )
        self.baseline = None

    def _due(self, month):
        while not any(_is_due(self.indicator, each) for each in range(self.start, month + 1)):
            month += 1
        return month

    def entry(self):
        r = self.r
        entry = {"indicator": self.indicator["code"]}
        entry |= {"start": _text(self.start), "due": _text(self.due)}
        each = self.indicator.get("breakdown") and r.random() < 0.7
        comparator = r.choice((">=", ">=", ">", "<=", "<", "=", "between"))
        paces = ("hold", "linear", "steps", "hold", "linear", "steps", "at_due")
        if comparator == "between":
            paces = ("hold", "hold", "hold", "at_due")
        usual = DEFAULT_PACE.get(self.indicator["kind"], "at_due")
        pace = r.choice((*paces, *((usual,) if usual in paces else ())))
        pace = "hold" if each else pace
        entry |= {"comparator": comparator, **self._goal(comparator, pace)}
        if pace != usual or r.random() < 0.5:
            entry["pace"] = pace
        if each:
            entry["each"] = True
        if r.random() < 0.4:
            entry["weight"] = r.choice((2, 3, Decimal("0.5")))
        amendments = self._amendments(comparator, pace)
        return entry | ({"amendments": amendments} if amendments else {})

    def _goal(self, comparator, pace):
        """target, or low and high; baseline and steps where the pace has them."""
        if comparator == "between":
            bounds = sorted((self._hit(), self._hit()))
            return dict(zip(("low", "high"), bounds, strict=True))
        goal = {}
        if pace == "linear" and self.r.random() < 0.6:
            self.baseline = goal["baseline"] = self._hit()
        goal["target"] = self._on_the_way() if pace == "linear" else self._hit()
        if "max" in self.indicator and self.r.random() < 0.15:
            goal["target"] = self._hardly_possible(comparator)
        return goal | ({"pace": pace, "steps": self._steps()} if pace == "steps" else {})

    def _hardly_possible(self, comparator):
        """A bound, where a strict comparator is out of reach, or what lies beyond it."""
        if comparator in ("<", "<="):
            return Decimal(self.indicator["min"] - self.r.choice((0, 0, 0, 1)))
        return Decimal(self.indicator["max"] + self.r.choice((0, 0, 0, 1)))

    def _steps(self):
        last = max(self.start, self.due - 3)  # as early as an amendment may make it due
        months = self.r.sample(range(self.start, last + 1), min(2, last + 1 - self.start))
        return {_text(month): self._hit(month) for month in sorted(months)}

    def _hit(self, month=None):
        """A decimal that the figures hit exactly at some month, or else a usual one."""
        r, kind = self.r, self.indicator["kind"]
        if kind == "milestone":
            return Decimal(r.choice((1, 1, 1, 0)))
        month = month or r.randint(self.start, self.due)
        hit = _exactly(self._adds_up_to(month)) if r.random() < 0.8 else None
        if hit is not None and "tolerance_abs" in self.indicator and r.random() < 0.2:
            hit += r.choice((1, -1)) * self.indicator["tolerance_abs"]
        if kind == "rank":
            return Decimal(r.choice((1, 2, 3, 4))) if hit is None else max(Decimal(1), hit)
        usual = ("0", "3", "10", "12") if kind == "count" else ("0", "50", "75", "90", "-1")
        usual = usual[:-1] if self.indicator.get("min") == 0 else usual
        return hit if hit is not None else Decimal(r.choice(usual))

    def _on_the_way(self):
        """A target such that the line to it passes through what the figures are at some month."""
        month = self.r.randint(self.start, self.due)
        A, B = self._adds_up_to(month), Fraction(self.baseline or 0)
        if A is None or self.indicator["kind"] in ("milestone", "rank"):
            return self._hit(month)
        N, n = self.due - self.start + 1, month - self.start + 1
        target = _exactly(B + (A - B) * N / n)
        return target if target is not None and self._possible(target) else self._hit(month)

    def _possible(self, target):
        least, most = self.indicator.get("min"), self.indicator.get("max")
        return (least is None or target >= least) and (most is None or target <= most)

    def _adds_up_to(self, month):
        """The actual value by the figures known in the end; None where there is none."""
        months = [each for each in sorted(self.months) if self.start <= each <= month]
        if not months:
            return None
        over_time = self.indicator.get("over_time", "last")
        if self.indicator["kind"] == "ratio":
            used = months[-1:] if over_time == "month" else months
            return self._quotient([row for each in used for row in self.months[each]])
        values = [Fraction(row["value"]) for each in months for row in self.months[each]]
        if self.indicator["kind"] == "count":
            return sum(values)
        return sum(values) / len(values) if over_time == "mean" else values[-1]

    def _quotient(self, rows):
        scale = 100 if self.indicator["unit"] == "%" else self.indicator.get("scale", 1)
        if any("value" in row for row in rows):
            values = [Fraction(row["value"]) for row in rows if "value" in row]
            return sum(values) / len(values)
        denominator = sum(row["denominator"] for row in rows)
        numerator = sum(Fraction(row["numerator"]) for row in rows)
        return scale * numerator / denominator if denominator else None

    def _amendments(self, comparator, pace):
        """Known together or apart, in any order, they leave versions that can be judged."""
        r = self.r
        changes = [lambda: self._goal(comparator, pace)] * 2
        if comparator != "between":
            changes.append(self._other_comparator)
            if "breakdown" not in self.indicator:
                changes.append(self._other_pace)
        number = r.choice((0, 0, 0, 1, 2, 3))
        if number and r.random() < 0.2:
            amendments = [self._amendment(dict) for _ in range(number)]
            amendments[0] |= self._range_or_not(comparator)
        else:
            amendments = [self._amendment(r.choice(changes)) for _ in range(number)]
        if len(amendments) > 1 and r.random() < 0.4:
            amendments[-1]["effective"] = amendments[0]["effective"]
            amendments[-1]["recorded"] = r.choice([each["recorded"] for each in amendments])
        return amendments

    def _amendment(self, change):
        r = self.r
        effective = self.start + r.choice((-1, 0, 1, 2, 2, 3, 3, 5))
        recorded = _day(effective + r.choice((-2, -1, 0, 0, 1, 3)), r.randint(1, 28))
        entry = {"effective": _text(effective), "recorded": recorded.isoformat(), "document": "PL"}
        weight = {"weight": r.choice((1, 4, Decimal("0.25")))}
        neutral = r.choice((weight, self._other_due(), weight | self._other_due()))
        changed = change()
        return entry | r.choice((neutral, changed or neutral, neutral | changed))

    def _other_due(self):
        earlier_or_later = self.due + self.r.choice((-3, -1, 1, 3, 6))
        return {"due": _text(self._due(max(self.start, earlier_or_later)))}

    def _other_comparator(self):
        return {"comparator": self.r.choice((">=", ">", "<=", "<", "=")), "target": self._hit()}

    def _other_pace(self):
        pace = self.r.choice(("hold", "at_due", "linear", "steps"))
        return {"pace": pace, **self._goal(None, pace)}

    def _range_or_not(self, comparator):
        if comparator == "between":
            return self._other_comparator()
        return {"comparator": "between", "pace": "hold", **self._goal("between", "hold")}


def _copy_some_units(made):
    """Some units report and promise what another of them does: they tie on completion and score."""
    r = made.r
    alive = [unit for unit in made.units if not unit.get("valid_to")]
    for number in range(r.choice((0, 1, 1, 2))):
        model, code = r.choice(alive), f"dv-9{number}"
        made.units.append({**model, "code": code, "name": f"Đơn vị 9{number}"})
        made.figures += [
            {**row, "unit": code} for row in made.figures if row["unit"] == model["code"]
        ]
        made.commitments += [
            {**entry, "id": f"{entry['id']}-{code}", "unit": code}
            for entry in made.commitments
            if entry["unit"] == model["code"]
        ]
