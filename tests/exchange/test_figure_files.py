import time
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from kpis.domain.figures import Figure
from kpis.domain.months import month_of
from kpis.exchange.figure_files import read_figures
from kpis.exchange.notes import LISTED
from tests.exchange.saying import places, said

HEADER = "unit,indicator,period,member,numerator,denominator,value,note,source,published_at\n"
STP = "so-tu-phap"


@pytest.fixture
def read(indicators, units):
    def reading(rows, header=HEADER):
        content = (header + rows).encode()
        figures, problems = read_figures("f.csv", content, indicators=indicators, units=units)
        return figures, said(problems)

    return reading


def test_a_figure_is_read_with_its_line(read):
    figures, problems = read(
        f'{STP},dung-han,2021-03,,95,100.5,,"vì, lý do",system,2021-04-02T09:30:00+07:00\n'
        f"{STP},sang-kien,2021-03,,,,2,,,\n"
    )
    assert not problems
    assert figures[0].published_at.isoformat() == "2021-04-02T09:30:00+07:00"
    assert (figures[0].note, figures[0].source, figures[0].place) == ("vì, lý do", "system", "2")
    assert (figures[0].numerator, figures[0].denominator) == (95, Decimal("100.5"))
    assert figures[1] == Figure(
        STP, "sang-kien", month_of("2021-03"), None, None, None, Decimal(2), place="3"
    )


def test_columns_may_come_in_any_order_and_the_optional_ones_may_be_absent(read):
    header = "value,denominator,numerator,period,indicator,unit\n"
    [figure], problems = read(f",100,95,2021-03,dung-han,{STP}\n", header)
    assert not problems
    assert (figure.unit, figure.numerator, figure.source) == (STP, 95, "self")


def test_nothing_happened_is_a_figure(read):
    [figure], problems = read(f"{STP},dung-han,2021-03,,0,0,,,,\n")
    assert not problems
    assert (figure.numerator, figure.denominator) == (0, 0)


WRONG = [
    (",dung-han,2021-03,,1,2,,,,", "unit: missing; it is required."),
    ("so-tu-phep,dung-han,2021-03,,1,2,,,,", "unit: “so-tu-phep” is not known; did you mean “so"),
    ("zzz,dung-han,2021-03,,1,2,,,,", "unit: “zzz” is not known; load it first"),
    (f"{STP},,2021-03,,1,2,,,,", "indicator: missing; it is required."),
    (f"{STP},dung_han,2021-03,,1,2,,,,", "indicator: “dung_han” is not known; did you mean “dun"),
    (f"{STP},zzz,2021-03,,1,2,,,,", "indicator: “zzz” is not known; load it first"),
    (f"{STP},dung-han,,,1,2,,,,", "period: missing; it is required."),
    (f"{STP},dung-han,03/2021,,1,2,,,,", "period: “03/2021” is not a month YYYY-MM"),
    (f"{STP},dung-han,2021-03,x,1,2,,,,", "member: this indicator has no breakdown, but “x” is"),
    (f"{STP},theo-linh-vuc,2021-03,,1,2,,,,", "member: missing; this indicator is broken down by"),
    (f"{STP},theo-linh-vuc,2021-03,x,,,5,,,", "value: figures of “Indicator theo-linh-vuc” by me"),
    (f"{STP},dung-han,2021-03,,1,,,,,", "denominator: missing for the numerator 1; give both."),
    (f"{STP},dung-han,2021-03,,,2,,,,", "numerator: missing for the denominator 2; give both."),
    (f"{STP},dung-han,2021-03,,,,,,,", "value: there is no number for “Indicator dung-han”;"),
    (f"{STP},dung-han,2021-03,,1,2,50,,,", "value: 50 is given together with a numerator or"),
    (f"{STP},sang-kien,2021-03,,1,2,,,,", "numerator, denominator: “Indicator sang-kien” is a"),
    (f"{STP},dung-han,2021-03,,-1,2,,,,", "numerator: -1 is below 0; a count is 0 or more."),
    (f"{STP},dung-han,2021-03,,1,-2,,,,", "denominator: -2 is below 0; a count is 0 or more."),
    (f"{STP},sang-kien,2021-03,,,,-1,,,", "value: -1 is below 0; a count is 0 or more."),
    (f"{STP},dung-han,2021-03,,105,100,,,,", "numerator: 105 exceeds the denominator 100; “Indic"),
    (f"{STP},dung-han,2021-03,,1,0,,,,", "denominator: it is 0 but the numerator is 1; when not"),
    (f"{STP},dung-han,2021-03,,,,101,,,", "value: 101 is more than the whole, 100;"),
    (f"{STP},thoi-gian,2021-03,,122,2,,,,", "numerator: 122 of 2 makes “Indicator thoi-gian” 61,"),
    (f"{STP},thoi-gian,2021-03,,,,61,,,", "value: 61 is above 60, the most it can be;"),
    (f"{STP},hai-long,2021-03,,,,0.5,,,", "value: 0.5 is below 1, the least it can be;"),
    (f"{STP},de-an,2021-03,,,,0.5,,,", "value: 0.5 is not possible; write 1 when done, 0 while"),
    (f"{STP},hang,2021-03,,,,0,,,", "value: 0 is not a rank; write a whole number from 1."),
    (f"{STP},hang,2021-03,,,,2.5,,,", "value: 2.5 is not a rank; write a whole number from 1."),
    (f"{STP},dung-han,2021-03,,1,2,,,phone,", "source: “phone” is not possible; allowed: self, s"),
    (f'{STP},dung-han,2021-03,,"1,5",2,,,,', "numerator: “1,5” has a comma or a separator of"),
    (f"{STP},dung-han,2021-03,,,,NaN,,,", "value: “NaN” is not a number;"),
    (f"{STP},dung-han,2021-03,,,,1e3,,,", "value: “1e3” is not a number;"),
    (f"{STP},dung-han,2021-03,, 1,2,,,,", "numerator: “ 1” has spaces; write 1."),
    (
        f"{STP},dung-han,2021-03,,0.1234567890123456789,2,,,,",
        "numerator: “0.1234567890123456789” is too long",
    ),
    (f"{STP},dung-han,2021-03,,1,2,,,,2021-04-02", "published_at: “2021-04-02” is not an instant"),
    (
        f"{STP},dung-han,2021-03,,1,2,,,,2021-04-02T09:30:00",
        "published_at: “2021-04-02T09:30:00” lacks the offset from UTC;",
    ),
    ("huyen-cu,dung-han,2021-07,,1,2,,,,", "period: the unit “huyen-cu” ended with month 2021-06"),
]


@pytest.mark.parametrize("row, expected", WRONG)
def test_what_is_wrong_with_a_figure_is_named_with_its_line(read, row, expected):
    _, problems = read(f"{STP},dung-han,2021-01,,1,2,,,,\n{row}\n")
    assert len(problems) == 1
    assert problems[0].startswith(f"f.csv:3: {expected}")


def test_everything_wrong_in_one_row_is_said_at_once(read):
    _, problems = read("zzz,dung_han,2021,,x,1%,,,,now\n")
    assert [problem.split(":")[2].strip() for problem in problems] == [
        "unit",
        "indicator",
        "period",
        "published_at",
        "numerator",
        "denominator",
    ]


def test_a_month_in_which_a_unit_ends_is_its_own_and_one_before_its_first_is_a_warning(read):
    figures, problems = read(
        "huyen-cu,dung-han,2021-06,,1,2,,,,\nhuyen-cu,dung-han,2019-12,,1,2,,,,\n"
    )
    assert len(figures) == 2
    assert problems == [
        (
            "warning: f.csv:3: period: the unit “huyen-cu” begins with month 2020-01, and this "
            "figure for 2019-12 is earlier; please check."
        )
    ]


def test_history_published_before_a_unit_s_end_was_known_is_kept_with_a_warning(read):
    figures, problems = read("huyen-cu,dung-han,2021-07,,1,2,,,,2021-08-02T00:00:00+07:00\n")
    assert len(figures) == 1
    assert problems == [
        (
            "warning: f.csv:2: period: the unit “huyen-cu” ended with month 2021-06, but this "
            "figure for 2021-07 was published at 2021-08-02T00:00:00+07:00; it is kept as history, "
            "please check."
        )
    ]


def test_history_agrees_with_the_version_of_its_indicator_that_counted_then(indicators, units):
    later = datetime(2021, 5, 1, tzinfo=UTC)
    old = indicators["hai-long"]
    new = replace(old, max=Decimal(3), recorded=later)
    rows = [
        f"{STP},hai-long,2021-0{month},,,,4,,,{at}"
        for month, at in [(1, "2021-04-30T00:00:00Z"), (2, "2021-05-01T00:00:00Z"), (3, "")]
    ]
    _, problems = read_figures(
        "f.csv",
        (HEADER + "\n".join(rows)).encode(),
        indicators=indicators | {"hai-long": new},
        units=units,
        versions={"hai-long": [old, new]},
    )
    assert places(problems) == [("figures.above_max", "3"), ("figures.above_max", "4")]


ROW = f"{STP},dung-han,2021-03,,1,2,,,,"


@pytest.mark.parametrize("again", [ROW, ROW.replace(",1,2,", ",2,2,"), ROW.replace(",,1", ",,0")])
def test_the_same_figure_twice_is_refused_whatever_it_says(read, again):
    _, problems = read(f"{ROW}\n{again}\n")
    assert problems == [
        (
            "f.csv:3: the figure of “so-tu-phap”, “dung-han”, 2021-03 already stands on line 2; "
            "delete one of the two."
        )
    ]


def test_revisions_that_say_when_they_were_published_are_history(read):
    first, same, later = (f"2021-04-0{day}T00:00:00+07:00" for day in (2, 2, 3))
    figures, problems = read(f"{ROW}{first}\n{ROW}{later}\n{ROW}{same}\n")
    assert len(figures) == 3
    assert problems == [
        (
            "warning: f.csv:4: published_at: the figure of “so-tu-phap”, “dung-han”, 2021-03 "
            "published at 2021-04-02T00:00:00+07:00 already stands on line 2; the later line "
            "counts."
        )
    ]


def test_members_are_figures_of_their_own(read):
    row = ROW.replace("dung-han", "theo-linh-vuc")
    figures, problems = read(row.replace("03,,", "03,a,") + "\n" + row.replace("03,,", "03,b,"))
    assert not problems
    assert [figure.member for figure in figures] == ["a", "b"]


def test_problems_speak_vietnamese_too(indicators, units):
    content = (HEADER + f"{STP},dung-han,2021-03,,105,100,,,,\n").encode()
    _, problems = read_figures("f.csv", content, indicators=indicators, units=units)
    assert said(problems, "vi") == [
        (
            "f.csv:2: tử số 105 lớn hơn mẫu số 100; “Chỉ tiêu dung-han” không thể vượt "
            "toàn bộ. Kiểm tra lại hai số."
        )
    ]


def test_many_rows_are_read_in_seconds_and_many_problems_do_not_slow_them(read):
    rows = "".join(
        f"{STP},dung-han,2021-03,,{n % 9973},{n % 9973 + n % 7},,,,"
        f"2021-04-02T{n // 3600 % 24:02d}:{n // 60 % 60:02d}:{n % 60:02d}.{n // 86400:06d}+07:00\n"
        for n in range(50_000)
    )
    begun = time.process_time()
    figures, problems = read(rows)
    assert len(figures) == 50_000
    assert not problems
    _, problems = read(rows.replace(STP, "so-tu-phep"))
    assert len(problems) == LISTED + 1
    assert time.process_time() - begun < 5  # 0.7 s where this was written
