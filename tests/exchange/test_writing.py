"""What is written is read back as it was."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpis.domain.commitments import COMPARATORS, Amendment, Commitment, Item, Person, Terms
from kpis.domain.definitions import Indicator, Label, Settings, Unit
from kpis.domain.figures import Figure
from kpis.exchange.catalogue_files import read_catalogue
from kpis.exchange.commitment_files import read_commitments
from kpis.exchange.figure_files import read_figures
from kpis.exchange.settings_files import read_settings
from kpis.exchange.unit_files import read_units
from kpis.exchange.writing import (
    write_catalogue,
    write_commitments,
    write_figures,
    write_settings,
    write_units,
)

# Whatever text can stand in a ledger: quotes, breaks, signs of YAML and CSV; in NFC, as read.
LETTERS = st.characters(codec="utf-8", exclude_characters="\0")
SIGNS = st.sampled_from(
    [",", '"', "'", ": ", " #", "- ", "\n", "\r\n", "{", "&a", "null", "=", "ạ"]
)
TEXTS = (
    st.lists(st.one_of(LETTERS, SIGNS), min_size=1, max_size=12)
    .map(lambda parts: normalize("NFC", "".join(parts)))
    .filter(lambda text: text.strip())
)
CODES = st.from_regex(r"[a-zA-ZĐđ0-9][a-z0-9./_-]{0,8}", fullmatch=True)
LABELS = st.builds(Label, TEXTS, TEXTS)
MONTHS = st.integers(1900 * 12, 2199 * 12 + 11)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
INSTANTS = st.datetimes(
    datetime(1901, 1, 1),  # noqa: DTZ001
    datetime(2199, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-9.5))]),
)


# A busy machine is slow; that says nothing about the code.
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def decimals(low, high, places):
    return st.decimals(low, high, allow_nan=False, allow_infinity=False, places=places)


AMOUNTS = decimals(0, 10**19, 12)


def maybe(strategy):
    return st.none() | strategy


@relaxed
@given(
    st.builds(
        Settings,
        due_day=st.integers(1, 31),
        due_month=st.sampled_from(["next", "same"]),
        window_start_day=st.integers(1, 31),
        tiers=st.sampled_from([(), ("=100",), (">=99.5", "> 10")]),
        unit_kinds=st.dictionaries(CODES, LABELS, max_size=3),
        fields=st.dictionaries(CODES, LABELS, max_size=3),
        recorded=maybe(INSTANTS),
    )
)
def test_settings_come_back(before):
    after, problems = read_settings("a", write_settings(before).encode())
    assert not problems
    assert after == before
    assert list(after.unit_kinds) == list(before.unit_kinds)


RULES = {
    True: st.sampled_from([(), ("numerator <= denominator", "numerator >= before(numerator)")]),
    False: st.sampled_from([(), ("value >= before(value)",)]),
}


@st.composite
def indicators(draw):
    kind, over_time, over_units = draw(
        st.sampled_from(
            [
                ("ratio", "pooled", "none"),
                ("ratio", "month", "pooled"),
                ("count", "sum", "sum"),
                ("level", "mean", "sum"),
                ("milestone", "last", "none"),
                ("rank", "last", "none"),
            ]
        )
    )
    is_ratio = kind == "ratio"
    unit = draw(st.just("%") | TEXTS)
    scale = draw(decimals(1, 1000, 18)) if is_ratio else Decimal(1)
    relative = draw(st.booleans())
    low = draw(maybe(decimals(-5, 5, 3)))
    return Indicator(
        code=draw(CODES),
        name=draw(LABELS),
        field=draw(CODES.filter(lambda code: not set(code) & set("./"))),
        unit=unit,
        kind=kind,
        direction="lower",
        frequency=draw(st.sampled_from(["monthly", "quarterly", "annual"])),
        over_time=over_time,
        over_units=over_units,
        scale=Decimal(100) if is_ratio and unit == "%" else scale,
        share=is_ratio and draw(st.booleans()),
        numerator=draw(LABELS) if is_ratio else None,
        denominator=draw(LABELS) if is_ratio else None,
        min=low,
        max=None if low is None else low + draw(decimals(0, 9, 3)),
        tolerance=draw(decimals(0, 1, 12)) if relative else None,
        tolerance_abs=None if relative else draw(AMOUNTS),
        when_nothing=draw(st.sampled_from(["exclude", "zero", "full"])) if is_ratio else "exclude",
        breakdown=draw(maybe(CODES)) if is_ratio else None,
        decimals=draw(st.integers(0, 6)),
        basis=draw(maybe(TEXTS)),
        formula=draw(maybe(LABELS)),
        beware=draw(maybe(LABELS)),
        must=draw(RULES[is_ratio]),
        should=draw(RULES[is_ratio]),
        recorded=draw(maybe(INSTANTS)),
    )


@relaxed
@given(st.lists(indicators(), min_size=1, max_size=4, unique_by=lambda i: i.code))
def test_the_catalogue_comes_back_field_by_field(before):
    files = {name: text.encode() for name, text in write_catalogue(before).items()}
    after, problems = read_catalogue(files)
    assert not problems
    fields = list(dict.fromkeys(indicator.field for indicator in before))
    assert after == sorted(before, key=lambda indicator: fields.index(indicator.field))


@relaxed
@given(
    st.lists(
        st.builds(
            Unit,
            code=CODES,
            name=TEXTS,
            name_en=TEXTS,
            kind=CODES,
            parent=st.none(),
            valid_from=maybe(st.dates(date(1900, 1, 1), date(2000, 1, 1))),
            valid_to=maybe(st.dates(date(2000, 1, 1), date(2199, 12, 31))),
            successor=st.none(),
            recorded=maybe(INSTANTS),
        ),
        max_size=4,
        unique_by=lambda unit: unit.code,
    )
)
def test_units_come_back(before):
    after, problems = read_units("a", write_units(before).encode())
    assert not problems
    assert after == before


def test_parents_successors_and_versions_come_back():
    early, late = datetime(2021, 1, 1, tzinfo=UTC), datetime(2021, 5, 1, tzinfo=UTC)
    before = [
        Unit("a", "A", "A", "so", None, None, None, None, early),
        Unit("a", "A", "A", "so", "b", None, date(2021, 6, 30), "b", late),
        Unit("b", "B", "B", "so", None, None, None, None),
    ]
    assert read_units("a", write_units(before).encode()) == (before, [])


PEOPLE = st.builds(Person, TEXTS, maybe(LABELS))
INDICATOR = Indicator("dung-han", Label("a", "b"), "thu", "", "level", "higher", over_time="last")
UNIT = Unit("stp", "Sở", "S", "so", None, None, None, None)
SIGNED = decimals(-(10**15), 10**15, 18)


@st.composite
def terms(draw):
    comparator = draw(st.sampled_from(COMPARATORS))
    is_band = comparator == "between"
    start = draw(st.integers(1900 * 12, 2190 * 12))
    due = start + draw(st.integers(0, 60))
    pace = draw(st.sampled_from(["hold", "at_due"] if is_band else ["linear", "steps", "hold"]))
    steps = st.dictionaries(st.integers(start, due), SIGNED, min_size=1, max_size=3)
    low = draw(SIGNED)
    return Terms(
        comparator=comparator,
        target=None if is_band else draw(SIGNED),
        low=low if is_band else None,
        high=low + 1 if is_band else None,
        baseline=draw(maybe(SIGNED)) if pace == "linear" else None,
        start=start,
        due=due,
        weight=draw(decimals(1, 9, 6)),
        pace=pace,
        steps=tuple(sorted(draw(steps).items())) if pace == "steps" else None,
    )


@st.composite
def items(draw):
    signed = draw(terms())
    changes = st.builds(
        Terms,
        weight=decimals(1, 9, 3),
        due=maybe(st.integers(signed.due, signed.due + 24)),
        target=st.none() if signed.comparator == "between" else maybe(SIGNED),
    )
    amendments = st.builds(
        Amendment,
        effective=MONTHS,
        changes=changes,
        recorded=maybe(INSTANTS),
        document=maybe(TEXTS),
        signed_on=maybe(DAYS),
        reason=maybe(TEXTS),
    )
    return Item("dung-han", signed, False, tuple(draw(st.lists(amendments, max_size=2))))


@st.composite
def commitments(draw):
    first = draw(maybe(MONTHS))
    last = None if first is None else min(first + draw(st.integers(0, 60)), 2199 * 12)
    return Commitment(
        id=draw(CODES),
        unit="stp",
        document=draw(maybe(TEXTS)),
        signed_on=draw(maybe(DAYS)),
        signer=draw(maybe(PEOPLE)),
        counter_signer=draw(maybe(PEOPLE)),
        items=tuple(
            draw(st.lists(items(), min_size=1, max_size=3, unique_by=lambda i: i.terms.start))
        ),
        term_first=None if last is None or first > last else first,
        term_last=None if last is None or first > last else last,
        recorded=draw(maybe(INSTANTS)),
    )


@relaxed
@given(st.lists(commitments(), max_size=3, unique_by=lambda c: c.id))
def test_commitments_come_back(before):
    known = {"indicators": {"dung-han": INDICATOR}, "units": {"stp": UNIT}}
    after, problems = read_commitments("a", write_commitments(before).encode(), **known)
    assert not [problem for problem in problems if problem.blocking]
    assert after == before


FIGURES = st.builds(
    Figure,
    unit=st.just("stp"),
    indicator=st.just("dung-han"),
    period=MONTHS,
    member=st.none(),
    numerator=st.none(),
    denominator=st.none(),
    value=decimals(-(10**19), 10**19, 18),
    note=maybe(TEXTS),
    source=st.sampled_from(["self", "system", "inspected"]),
    published_at=maybe(INSTANTS),
)


@relaxed
@given(st.lists(FIGURES, max_size=5, unique_by=lambda figure: figure.period))
def test_figures_come_back(before):
    known = {"indicators": {"dung-han": INDICATOR}, "units": {"stp": UNIT}}
    after, problems = read_figures("a", write_figures(before).encode(), **known)
    assert not problems
    assert [figure.place is not None for figure in after] == [True] * len(before)
    assert [vars(figure) | {"place": None} for figure in after] == [vars(f) for f in before]


def test_counts_and_members_come_back(indicators, units):
    before = [
        Figure("so-tu-phap", "theo-linh-vuc", 2021 * 12, member, Decimal(1), Decimal(2), None)
        for member in ("Đất đai", 'a,"b"')
    ]
    text = write_figures(before)
    after, problems = read_figures("a", text.encode(), indicators=indicators, units=units)
    assert not problems
    assert [(f.member, f.numerator, f.denominator) for f in after] == [
        (f.member, f.numerator, f.denominator) for f in before
    ]


def test_files_look_as_their_authors_would_write_them():
    label = Label("Sở, ban, ngành", "Departments")
    assert write_settings(Settings(unit_kinds={"so": label}, due_day=20)) == (
        "reporting:\n  due_day: 20\n  due_month: next\n  window_start_day: 1\n"
        "tiers:\n- =100\n- '>85'\n- '>70'\n- '>50'\n"
        "unit_kinds:\n  so: {vi: 'Sở, ban, ngành', en: Departments}\n"
    )


def test_an_instant_without_offset_is_never_written():
    with pytest.raises(ValueError, match="has no offset"):
        write_settings(Settings(recorded=datetime(2021, 1, 1)))  # noqa: DTZ001
