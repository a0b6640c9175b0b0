from decimal import Decimal

import pytest

from kpis.domain.commitments import Person, Terms
from kpis.domain.definitions import Label
from kpis.domain.months import month_of
from kpis.exchange.commitment_files import read_commitments
from tests.exchange.saying import said

# The example of docs/formats.md with its comments, over our indicators.
EXAMPLE = """
- id: CK-2021-STP
  unit: so-tu-phap
  document: "15/BCK-STP"
  signed_on: 2021-02-26
  signer: {name: Nguyễn A, title: {vi: Giám đốc Sở, en: Director}}
  counter_signer: {name: Trần B, title: {vi: Chủ tịch UBND tỉnh, en: Chairman}}
  recorded: 2021-03-01T08:00:00+07:00     # optional; else the instant of the import
  # term: {first: 2021-01, last: 2021-12}   # optional
  items:
    - {indicator: dung-han, comparator: ">=", target: 98, start: 2021-01, due: 2021-12, weight: 2}
    - {indicator: sang-kien, comparator: ">=", target: 3, start: 2021-01, due: 2021-12, pace: steps,
       steps: {2021-06: 1}}
    - {indicator: hai-long, comparator: between, low: 3, high: 4, start: 2021-01, due: 2021-12,
       amendments: [{effective: 2021-07, recorded: 2021-06-28T10:00:00+07:00, document: "…",
                     low: 3.5}]}
"""


@pytest.fixture
def read(indicators, units):
    def reading(text, **given):
        commitments, problems = read_commitments(
            "ck.yaml", text.encode(), indicators=indicators, units=units, **given
        )
        return commitments, said(problems)

    return reading


@pytest.fixture
def problems_of_item(read):
    """What is said of one item, in flow style, on line 5 of a file."""

    def problems_of(item, amendments=""):
        more = f",\n   amendments: [{amendments}]" if amendments else ""
        text = f"- id: CK\n  unit: so-tu-phap\n  items:\n\n  - {{{item}{more}}}\n"
        return read(text)[1]

    return problems_of


def test_the_example_of_the_format_is_read(read):
    [commitment], problems = read(EXAMPLE)
    assert not problems
    assert commitment.document == "15/BCK-STP"
    assert commitment.signer == Person("Nguyễn A", Label("Giám đốc Sở", "Director"))
    assert (commitment.term_first, commitment.term_last) == (None, None)
    ratio, steps, band = commitment.items
    assert ratio.terms == Terms(
        comparator=">=",
        target=Decimal(98),
        start=month_of("2021-01"),
        due=month_of("2021-12"),
        weight=Decimal(2),
        pace="hold",
    )
    assert steps.terms.steps == ((month_of("2021-06"), Decimal(1)),)
    assert (band.terms.low, band.terms.high, band.terms.weight) == (3, 4, 1)
    [amendment] = band.amendments
    assert amendment.effective == month_of("2021-07")
    assert amendment.changes == Terms(low=Decimal("3.5"))


@pytest.mark.parametrize(
    "indicator, target, pace",
    [
        ("dung-han", 90, "hold"),
        ("hai-long", 4, "hold"),
        ("sang-kien", 3, "linear"),
        ("de-an", 1, "at_due"),
        ("hang", 5, "at_due"),
    ],
)
def test_the_pace_left_out_is_that_of_the_kind(read, indicator, target, pace):
    [commitment], problems = read(
        "- id: CK\n  unit: so-tu-phap\n  items:\n"
        f"  - {{indicator: {indicator}, comparator: '>=', target: {target}, "
        "start: 2021-01, due: 2021-12}\n"
    )
    assert not problems
    assert commitment.items[0].terms.pace == pace


WRONG_DOCUMENTS = [
    ("unit: so-tu-phap\nitems: [", "1: id: missing; it is required."),
    ("id: CK\nitems: [", "1: unit: missing; it is required."),
    ("id: CK\nunit: so-tu-phap\nitms: [", "1: items: missing; it is required."),
    ("id: C K\nunit: so-tu-phap\nitems: [", "1: id: “C K” can't be a code"),
    (
        "id: CK\nunit: so-tu-phapp\nitems: [",
        "2: unit: there is no unit “so-tu-phapp”; did you mean “so-tu-phap”?",
    ),
    ("id: CK\nunit: xyz\nitems: [", "2: unit: there is no unit “xyz”; load the units first"),
    (
        "id: CK\nunit: so-tu-phap\nsigned_on: 26/02/2021\nitems: [",
        (
            "3: signed_on: “26/02/2021” is not a day YYYY-MM-DD (years 1900 to 2199); "
            "write it like 2021-06-30."
        ),
    ),
    (
        "id: CK\nunit: so-tu-phap\nrecorded: 2021-03-01T08:00:00\nitems: [",
        (
            "3: recorded: “2021-03-01T08:00:00” lacks the offset from UTC; "
            "write 2021-03-01T08:00:00+07:00."
        ),
    ),
    (
        "id: CK\nunit: so-tu-phap\nsigner: {title: {vi: a, en: b}}\nitems: [",
        "3: signer.name: missing; it is required.",
    ),
    (
        "id: CK\nunit: so-tu-phap\nsigner: {name: A, title: {vi: a}}\nitems: [",
        "3: signer.title.en: no text in “en”",
    ),
    (
        "id: CK\nunit: so-tu-phap\nterm: {first: 2021-01}\nitems: [",
        "3: term.last: missing; it is required.",
    ),
    (
        "id: CK\nunit: so-tu-phap\nterm: {first: 2022-01, last: 2021-12}\nitems: [",
        "3: term.first: the term's first month 2022-01 is after its last month 2021-12",
    ),
    ("id: CK\nunit: so-tu-phap\nitems: []  # [", "3: items: the commitment has no item; give"),
    ("id: CK\nunit: so-tu-phap\nitems: {a: b}  # [", "3: items: must be a list"),
]
ITEM = "{indicator: dung-han, comparator: '>=', target: 98, start: 2021-01, due: 2021-12}"


@pytest.mark.parametrize("lines, expected", WRONG_DOCUMENTS)
def test_what_is_wrong_with_a_document_is_named_with_its_line(read, lines, expected):
    text = "- " + lines.replace("\n", "\n  ") + ITEM + "]\n"
    problems = read(text)[1]
    assert problems[0].startswith(f"ck.yaml:{expected}")


BASE = "indicator: dung-han, comparator: '>=', target: 98, start: 2021-01, due: 2021-12"
COUNT = BASE.replace("dung-han", "sang-kien")
BAND = BASE.replace("'>=', target: 98", "between, low: 30, high: 40")
WRONG_ITEMS = [
    (BASE.replace("indicator: dung-han, ", ""), "indicator: missing; it is required."),
    (
        BASE.replace("dung-han", "dung-hen"),
        "indicator: there is no indicator “dung-hen” in the catalogue; did you mean “dung-han”?",
    ),
    (BASE.replace("dung-han", "zzz"), "indicator: there is no indicator “zzz” in the catalogue;"),
    (BASE.replace("comparator: '>=', ", ""), "comparator: missing; it is required."),
    (
        BASE.replace("'>='", "≥"),
        "comparator: “≥” is not one of >=, >, <=, <, =, between; did you mean “>=”?",
    ),
    (BASE.replace("start: 2021-01, ", ""), "start: missing; it is required."),
    (BASE.replace(", due: 2021-12", ""), "due: missing; it is required."),
    (BASE.replace("2021-12", "2021-13"), "due: “2021-13” is not a month YYYY-MM"),
    (BASE.replace("2021-12", "2020-12"), "due: the due month 2020-12 is before the first month"),
    (BASE.replace("98", "98,5"), "target: “98,5” has a comma or a separator of thousands; in"),
    (BASE.replace("98", "98%"), "target: “98%” has a per cent sign; write the number alone: 98."),
    (BASE.replace("target: 98, ", ""), "target: missing; comparator: >= needs a target"),
    (BASE + ", low: 90", "low: only with comparator: between, and this is >=;"),
    (BASE + ", high: 99", "high: only with comparator: between, and this is >=;"),
    (BASE + ", weight: 0", "weight: 0 is not possible; a weight is above 0"),
    (BASE + ", weight: -1", "weight: -1 is not possible; a weight is above 0"),
    (
        BASE + ", pace: lineer",
        "pace: “lineer” is not one of hold, linear, steps, at_due; did you mean “linear”?",
    ),
    (BASE + ", wait: 2", "wait: unknown; did you mean weight?"),
    (BAND.replace("low: 30, ", ""), "low: missing; comparator: between needs both low and high"),
    (BAND.replace(", high: 40", ""), "high: missing; comparator: between needs both low and"),
    (BAND.replace("high: 40", "high: 20"), "low: 30 is above high 20; swap or mend them."),
    (BAND + ", target: 35", "target: between has two bounds, low and high, in place of a target"),
    (BAND + ", pace: linear", "pace: between does not go with linear; allowed: hold, at_due."),
    (
        BAND.replace("dung-han", "sang-kien"),
        "pace: between does not go with linear; allowed: hold, at_due.",
    ),
    (COUNT + ", pace: steps", "steps: missing; pace: steps needs the signed steps"),
    (COUNT + ", pace: steps, steps: {}", "steps: missing; pace: steps needs the signed steps"),
    (COUNT + ", steps: {2021-06: 1}", "steps: only with pace: steps, and this is linear;"),
    (
        COUNT + ", pace: steps, steps: {2020-12: 1}",
        "steps: the step 2020-12 lies outside the item's time 2021-01 to 2021-12",
    ),
    (COUNT + ", pace: steps, steps: {June: 1}", "steps.June: “June” is not a month YYYY-MM"),
    (COUNT + ", pace: steps, steps: {2021-06: x}", "steps.2021-06: “x” is not a number;"),
    (COUNT + ", pace: steps, steps: [1, 2]", "steps: must consist of keys and values"),
    (BASE + ", each: true", "each: each: true is for indicators with a breakdown, and “dung-han”"),
    (
        BASE.replace("dung-han", "giai-ngan") + ", each: true",
        "each: each: true is for indicators with over_time: pooled, and “giai-ngan” has month",
    ),
    (
        BASE.replace("dung-han", "theo-linh-vuc") + ", each: true, pace: linear",
        "each: each: true goes with pace: hold only, and this is linear;",
    ),
    (BASE + ", each: yes", "each: “yes” is not possible; write true or false."),
    (
        "indicator: quy, comparator: '>=', target: 9, start: 2021-01, due: 2021-02",
        "due: no period of “quy” (quarterly) becomes due from 2021-01 to 2021-02",
    ),
    (
        "indicator: nam, comparator: '>=', target: 9, start: 2021-01, due: 2021-11",
        "due: no period of “nam” (annual) becomes due from 2021-01 to 2021-11",
    ),
]


@pytest.mark.parametrize("item, expected", WRONG_ITEMS)
def test_what_is_wrong_with_an_item_is_named_with_its_line(problems_of_item, item, expected):
    problems = problems_of_item(item)
    assert len(problems) == 1
    assert problems[0].startswith(f"ck.yaml:5: {expected}")


UNUSUAL_ITEMS = [
    (BASE.replace("98", "120"), "target: 120 is above 100, the most that “dung-han” can be"),
    (BASE.replace("98", "-1"), "target: -1 is below 0, the least that “dung-han” can be"),
    (
        BASE.replace("dung-han", "theo-linh-vuc").replace("98", "101"),
        "target: 101 is above 100, the most that “theo-linh-vuc” can be",
    ),
    (BAND.replace("40", "140"), "high: 140 is above 100, the most that “dung-han” can be"),
    (BASE.replace("dung-han", "de-an"), "target: “de-an” is 1 (done) or 0 (not yet), and this is"),
    (
        "indicator: hang, comparator: <=, target: 0, start: 2021-01, due: 2021-12",
        "target: “hang” is a rank, a whole number from 1, and this is 0; please check.",
    ),
    (
        BASE.replace("'>='", "<=") + ", pace: linear",
        "baseline: without a baseline the linear way of an indicator that should fall begins at 0",
    ),
    (BASE + ", baseline: 80", "baseline: counts with pace: linear only; with pace: hold it is"),
    (
        COUNT + ", pace: steps, steps: {2021-12: 97}",
        "steps: the step at the due month 2021-12 is 97, but at due it is always the target 98",
    ),
]


@pytest.mark.parametrize("item, expected", UNUSUAL_ITEMS)
def test_what_is_unusual_in_an_item_is_accepted_with_a_warning(problems_of_item, item, expected):
    problems = problems_of_item(item)
    assert len(problems) == 1
    assert problems[0].startswith(f"warning: ck.yaml:5: {expected}")


def test_a_budget_that_is_summed_up_begins_at_nothing_without_a_word(problems_of_item):
    assert not problems_of_item(COUNT.replace("'>='", "<="))


QUARTERLY = "indicator: quy, comparator: '>=', target: 9, start: 2021-01, due: 2021-12"
WRONG_AMENDMENTS = [
    (BASE, "{target: 96}", "effective: missing; it is required."),
    (BASE, "{effective: 2021-07}", "the amendment changes nothing; give at least one of"),
    (
        BASE,
        "{effective: 2021-07, indicator: hang, target: 1}",
        "indicator: an amendment can't change indicator, start or each;",
    ),
    (
        BASE,
        "{effective: 2021-07, start: 2021-02, target: 1}",
        "start: an amendment can't change indicator, start or each;",
    ),
    (
        BASE,
        "{effective: 2021-07, each: true, target: 1}",
        "each: an amendment can't change indicator, start or each;",
    ),
    (BASE, "{effective: 2021-07, targt: 96}", "targt: unknown; did you mean target?"),
    (BASE, "{effective: 2021-07, weight: 0}", "weight: 0 is not possible; a weight is above 0"),
    (BASE, "{effective: 2021-07, low: 90}", "low: only with comparator: between, and this is >=;"),
    (
        BASE,
        "{effective: 2021-07, comparator: between, low: 90}",
        "high: missing; comparator: between needs both low and high",
    ),
    (BAND, "{effective: 2021-07, comparator: '>='}", "target: missing; comparator: >= needs a"),
    (BAND, "{effective: 2021-07, low: 50}", "low: 50 is above high 40; swap or mend them."),
    (BAND, "{effective: 2021-07, pace: linear}", "pace: between does not go with linear;"),
    (BASE, "{effective: 2021-07, pace: steps}", "steps: missing; pace: steps needs the signed"),
    (BASE, "{effective: 2021-07, steps: {2021-09: 5}}", "steps: only with pace: steps, and this"),
    (
        COUNT,
        "{effective: 2021-07, pace: steps, due: 2021-10, steps: {2021-11: 5}}",
        "steps: the step 2021-11 lies outside the item's time 2021-01 to 2021-10",
    ),
    (BASE, "{effective: 2021-07, due: 2020-12}", "due: the due month 2020-12 is before the first"),
    (
        QUARTERLY,
        "{effective: 2021-07, due: 2021-02}",
        "due: no period of “quy” (quarterly) becomes due from 2021-01 to 2021-02",
    ),
    (
        BASE.replace("dung-han", "theo-linh-vuc") + ", each: true",
        "{effective: 2021-07, pace: linear}",
        "each: each: true goes with pace: hold only, and this is linear;",
    ),
    (
        BASE,
        "{effective: 2021-07, recorded: 2021-07-01, target: 1}",
        "recorded: “2021-07-01” is not an instant in ISO 8601",
    ),
]


@pytest.mark.parametrize("item, amendment, expected", WRONG_AMENDMENTS)
def test_what_an_amendment_can_not_make_of_an_item_is_named_at_the_amendment(
    problems_of_item, item, amendment, expected
):
    problems = problems_of_item(item, amendment)
    assert problems[0].startswith(f"ck.yaml:6: {expected}")


def test_amendments_add_up_in_the_order_of_their_months(problems_of_item):
    change = "{effective: 2021-09, comparator: between}"
    bounds = "{effective: 2021-07, low: 1, high: 2}"
    [problem] = problems_of_item(BASE, f"{bounds}, {change}")[:1]
    assert problem.startswith("ck.yaml:6: low: only with comparator: between, and this is >=;")
    both = "{effective: 2021-09, comparator: between, low: 1, high: 2}"
    assert not problems_of_item(BASE, f"{both}, {{effective: 2021-10, low: 1.5}}")


def test_an_amendment_recorded_late_is_judged_also_without_what_was_not_known_yet(
    problems_of_item,
):
    """The second amendment is known first; alone, until 2021-11, it leaves no period to be due."""
    known_late = "{effective: 2021-05, recorded: 2021-11-01T00:00:00Z, due: 2022-12}"
    known_first = "{effective: 2021-06, recorded: 2021-06-01T00:00:00Z, due: 2021-02}"
    problems = problems_of_item(QUARTERLY, f"{known_late}, {known_first}")
    assert any("becomes due from 2021-01 to 2021-02" in problem for problem in problems)


def test_amendments_of_one_month_count_together(problems_of_item):
    first = "{effective: 2021-07, recorded: 2021-07-01T00:00:00Z, comparator: between, high: 99}"
    same_month = "{effective: 2021-07, recorded: 2021-07-01T00:00:00Z, low: 90}"
    assert not problems_of_item(BASE, f"{first}, {same_month}")


UNUSUAL_AMENDMENTS = [
    ("{effective: 2021-07, target: 98}", "the amendment repeats the values that count already"),
    ("{effective: 2022-01, target: 90}", "effective: the amendment counts from 2022-01, after"),
    ("{effective: 2021-07, target: 120}", "target: 120 is above 100, the most that “dung-han”"),
]


@pytest.mark.parametrize("amendment, expected", UNUSUAL_AMENDMENTS)
def test_what_is_unusual_in_an_amendment_is_accepted_with_a_warning(
    problems_of_item, amendment, expected
):
    [problem] = problems_of_item(BASE, amendment)
    assert problem.startswith(f"warning: ck.yaml:6: {expected}")


def test_a_due_month_moved_beyond_the_term_is_a_warning(problems_of_item):
    [problem] = problems_of_item(BASE, "{effective: 2021-07, due: 2022-12}")
    assert problem.startswith(
        "warning: ck.yaml:5: due: an amendment moves the due month to 2022-12, but the "
        "commitment's term is 2021-01 to 2021-12"
    )


def test_two_items_on_the_same_indicator_from_the_same_month_are_refused(read):
    text = f"- id: CK\n  unit: so-tu-phap\n  items:\n  - {ITEM}\n  - {ITEM}\n"
    assert read(text)[1] == [
        (
            "ck.yaml:5: indicator: this commitment already has an item on “dung-han” from 2021-01 "
            "(line or cell 4); join the two or change start."
        )
    ]
    later = ITEM.replace("2021-01", "2021-07")
    assert not read(text.replace(f"{ITEM}\n  - {ITEM}", f"{ITEM}\n  - {later}"))[1]


def test_an_id_is_used_once(read):
    text = f"- id: CK\n  unit: so-tu-phap\n  items: [{ITEM}]\n"
    [problem] = read(text + text)[1]
    assert problem.startswith("ck.yaml:4: id: “CK” is already used (line or cell 1); every")
    assert read(text, known_ids={"CK"})[1] == [
        (
            "ck.yaml:1: id: “CK” is already recorded; use another id, or add amendments to what "
            "was signed."
        )
    ]


def test_what_will_never_be_judged_is_accepted_with_a_warning(read):
    text = (
        "- id: CK\n  unit: huyen-cu\n  signed_on: 2021-03-02\n"
        "  recorded: 2021-03-01T18:00:00+00:00\n  term: {first: 2021-01, last: 2021-10}\n"
        f"  items:\n  - {ITEM.replace('2021-01', '2021-08')}\n"
    )
    [_], problems = read(text)
    assert problems == [
        (
            "warning: ck.yaml:7: due: the item lies outside the commitment's term 2021-01 to "
            "2021-10; months outside the term are not judged."
        ),
        (
            "warning: ck.yaml:7: start: the unit “huyen-cu” ended with month 2021-06, so this item "
            "is never judged; please check."
        ),
    ]
    [_], problems = read(text.replace("2021-03-02", "2021-03-03"))
    assert problems[0].startswith("warning: ck.yaml:3: signed_on: signed on 2021-03-03, after it")


def test_all_problems_come_at_once_in_the_order_of_the_file(read):
    text = (
        "- id: CK\n  unit: nobody\n  items:\n"
        "  - {indicator: dung-han, comparator: '>=', start: 2021-01, due: 2021-12}\n"
        "  - {indicator: nothing, comparator: '=>', target: x, start: 2021, due: 2021-12}\n"
        "- id: CK\n"
    )
    assert [line.split(": ")[:2] for line in read(text)[1]] == [
        ["ck.yaml:2", "unit"],
        ["ck.yaml:4", "target"],
        ["ck.yaml:5", "indicator"],
        ["ck.yaml:5", "comparator"],
        ["ck.yaml:5", "target"],
        ["ck.yaml:5", "start"],
        ["ck.yaml:6", "unit"],
        ["ck.yaml:6", "items"],
        ["ck.yaml:6", "id"],
    ]
