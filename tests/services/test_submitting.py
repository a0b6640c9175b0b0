"""A unit's report: its workbook out, filled in, back in; what it would move; the receipt."""

import hashlib
import threading
from io import BytesIO

import openpyxl
import pytest

from kpis.domain.months import month_of
from kpis.domain.problems import Refused
from kpis.services.evaluation import evaluate
from kpis.services.owing import duty, make_template, owed, promise_text
from kpis.services.reviewing import publish as approve
from kpis.services.submitting import check, check_file, submit, would_change
from kpis.store.submissions import stored_file, submissions
from tests.ledger import HEADER, at, item, publish, row

NOW = at("2021-04-03T09:00")  # two days before March is due
MARCH = month_of("2021-03")


def march(store, now=NOW):
    return evaluate(store, MARCH, now)


def filled_in(content, **cells):
    """The workbook with amounts typed in: filled_in(content, dung_han={"numerator": 90, ...})."""
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    # Row ids stand in the first column, below the header that says whose workbook it is.
    [head] = [row for row in sheet.iter_rows() if str(row[0].value).startswith("camket|")]
    words = {"numerator": "Tử số", "denominator": "Mẫu số", "value": "Giá trị", "note": "Ghi chú"}
    titles = [str(cell.value) for cell in head]
    columns = {
        key: next(place for place, title in enumerate(titles) if title.startswith(word))
        for key, word in words.items()
    }
    rows = {str(row[0].value).partition("|")[0]: row for row in sheet.iter_rows()}
    for code, typed in cells.items():
        for key, value in typed.items():
            rows[code.replace("_", "-")][columns[key]].value = value
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def workbook(store, unit="stp", **cells):
    return filled_in(make_template(store, march(store), unit), **cells)


def checked(store, content, name="thang3.xlsx", unit="stp", **more):
    return check(store, march(store), unit, name, content, month=MARCH, **more)


def csv(*rows):
    return (HEADER + "".join(rows)).encode()


DONE = {"dung_han": {"numerator": 97, "denominator": 100}, "sang_kien": {"value": 4}}


def test_a_unit_owes_what_it_promised_for_periods_that_end_this_month(store):
    def codes(unit, month):
        evaluation = evaluate(store, month_of(month), at("2021-12-01T00:00"))
        return [each.indicator.code for each in owed(store, evaluation, unit)]

    assert codes("stp", "2021-03") == ["dung-han", "sang-kien"]
    assert codes("snv", "2021-03") == ["dung-han", "hai-long"]
    assert codes("snv", "2021-02") == ["dung-han"]
    assert codes("vy", "2021-06") == ["linh-vuc", "de-an"]
    assert codes("vy", "2021-07") == ["linh-vuc"]
    assert codes("stp", "2022-01") == []


def test_what_is_owed_comes_with_what_was_reported_and_what_is_published(store):
    publish(store, "stp", "dung-han", "2021-02", 80, 100, when="2021-03-02T09:00")
    publish(store, "stp", "dung-han", "2021-03", 90, 100, when="2021-04-02T09:00")
    ratio, count = owed(store, march(store), "stp")
    assert (ratio.promise, ratio.last.numerator, ratio.current.numerator) == ("≥ 95", 80, 90)
    assert (count.promise, count.last, count.current) == ("≥ 12", None, None)


def test_a_breakdown_is_owed_member_by_member_as_anybody_ever_reported_it(store):
    [nobody] = [each for each in owed(store, march(store), "vy") if each.indicator.breakdown]
    assert nobody.member is None
    for member in ("hộ tịch", "đất đai"):
        figure = ("stp", "linh-vuc", "2021-01", 9, 10)
        publish(store, *figure, member=member, when="2021-02-02T09:00")
    members = [each.member for each in owed(store, march(store), "vy") if each.indicator.breakdown]
    assert members == ["hộ tịch", "đất đai"]


def test_a_promise_is_worded_as_it_is_signed(store):
    assert promise_text(item(store, "stp", "dung-han", "2021-03", "2021-04-03T09:00")) == "≥ 95"
    assert promise_text(item(store, "vy", "de-an", "2021-03", "2021-04-03T09:00")) == "= 1"


def test_a_duty_ends_with_its_last_day(store):
    when = duty(march(store).known, MARCH)
    assert when.deadline == at("2021-04-06T00:00")
    assert str(when.last_day) == "2021-04-05"
    assert [str(day) for day in when.window] == ["2021-03-01", "2021-03-31"]


def test_a_filled_workbook_is_understood_and_writes_nothing(store):
    content = workbook(store, **DONE)
    found = checked(store, content)
    assert found.acceptable and not found.problems
    assert (found.unit, found.month, found.count("new")) == ("stp", MARCH, 2)
    assert [(f.indicator, f.numerator, f.value) for f in found.understood.figures] == [
        ("dung-han", 97, None),
        ("sang-kien", None, 4),
    ]
    assert all("!" in figure.place for figure in found.understood.figures)
    assert submissions(store, as_of=at("2030-01-01T00:00")) == []


def test_an_empty_workbook_says_what_is_missing_and_can_not_be_submitted(store):
    found = checked(store, workbook(store))
    assert not found.acceptable
    assert found.understood.missing == (("dung-han", None), ("sang-kien", None))
    with pytest.raises(Refused):
        submit(store, found, actor="cán bộ", now=NOW, request="r")


def test_what_is_wrong_is_named_by_its_cell_and_can_not_be_submitted(store):
    content = workbook(store, dung_han={"numerator": 101, "denominator": 100})
    found = checked(store, content)
    [problem] = [problem for problem in found.problems if problem.blocking]
    assert problem.code == "figures.numerator_above_denominator"
    assert problem.place.startswith("Báo cáo!")
    with pytest.raises(Refused, match="numerator_above_denominator"):
        submit(store, found, actor="cán bộ", now=NOW, request="r")
    assert submissions(store, as_of=at("2030-01-01T00:00")) == []


def test_another_units_workbook_is_refused(store):
    found = checked(store, workbook(store, **DONE), unit="snv")
    assert not found.acceptable
    assert any(problem.blocking for problem in found.problems)


def test_the_effects_of_a_report_are_shown_before_anything_is_written(store):
    for month in ("2021-01", "2021-02"):
        publish(store, "stp", "dung-han", month, 97, 100, when="2021-03-02T09:00")
        publish(store, "snv", "dung-han", month, 50, 100, when="2021-03-02T09:00")
    publish(store, "snv", "dung-han", "2021-03", 50, 100, when="2021-04-02T09:00")
    found = checked(store, workbook(store, **DONE))
    moved = {
        effect.after.indicator: (effect.before.status, effect.after.status)
        for effect in found.effects
    }
    assert moved == {"dung-han": ("awaiting", "on_track"), "sang-kien": ("awaiting", "on_track")}
    assert found.completion == (None, 100)
    assert found.rank == (None, 1)
    assert item(store, "stp", "dung-han", "2021-03", "2021-04-03T09:00").status == "awaiting"


def test_what_is_shown_is_what_comes_true_on_publication(store):
    publish(store, "stp", "sang-kien", "2021-01", 1, when="2021-02-02T09:00")
    found = checked(store, workbook(store, **DONE))
    receipt = submit(store, found, actor="cán bộ", now=NOW, request="r")
    later = at("2021-04-04T09:00")
    approve(store, receipt.number, actor="sếp", now=later, request="p")
    after = {each.indicator: each for each in march(store, later).items_of(unit="stp")}
    for effect in found.effects:
        assert effect.after == after[effect.after.indicator]
    assert found.completion[1] == march(store, later).standing_of("stp").standing.completion


def test_figures_that_change_nothing_have_no_effect(store):
    publish(store, "stp", "sang-kien", "2021-01", 1, when="2021-02-02T09:00")
    assert would_change(store, march(store), "stp", []).effects == ()


def test_a_submission_waits_with_its_file_and_leaves_a_receipt(store):
    content = workbook(store, **DONE)
    receipt = submit(
        store, checked(store, content), actor="cán bộ", now=NOW, request="r", reason="x"
    )
    assert (receipt.unit, receipt.month, receipt.figures) == ("stp", MARCH, 2)
    assert (receipt.file, receipt.sha256) == ("thang3.xlsx", hashlib.sha256(content).hexdigest())
    assert not receipt.repeated
    [made] = submissions(store, as_of=NOW)
    assert (made.number, made.state, made.unit, made.period) == (
        receipt.number,
        "submitted",
        "stp",
        MARCH,
    )
    assert (made.actor, made.reason, made.file) == ("cán bộ", "x", receipt.sha256)
    assert stored_file(store, receipt.sha256) == content
    assert item(store, "stp", "dung-han", "2021-03", "2021-04-03T10:00").actual is None


def test_the_same_request_again_gives_the_first_receipt(store):
    found = checked(store, workbook(store, **DONE))
    first = submit(store, found, actor="cán bộ", now=NOW, request="r")
    again = submit(store, found, actor="cán bộ", now=at("2021-04-03T09:05"), request="r")
    assert again.repeated and again.submitted_at == NOW
    assert [
        getattr(again, name) for name in ("number", "unit", "month", "figures", "file", "sha256")
    ] == [getattr(first, name) for name in ("number", "unit", "month", "figures", "file", "sha256")]
    assert len(submissions(store, as_of=at("2030-01-01T00:00"))) == 1


def test_a_double_click_submits_once(store):
    found, receipts = checked(store, workbook(store, **DONE)), []

    def click():
        receipts.append(submit(store, found, actor="cán bộ", now=NOW, request="r"))

    threads = [threading.Thread(target=click) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({receipt.number for receipt in receipts}) == 1
    assert sum(not receipt.repeated for receipt in receipts) == 1
    assert len(submissions(store, as_of=at("2030-01-01T00:00"))) == 1


def test_a_report_without_anything_new_is_not_submitted(store):
    publish(store, "stp", "sang-kien", "2021-03", 4, when="2021-04-02T09:00")
    found = checked(store, csv(row("stp", "sang-kien", "2021-03", 4)), "thang3.csv")
    assert found.count("unchanged") == 1 and not found.acceptable
    with pytest.raises(Refused, match=r"workbook\.nothing_new"):
        submit(store, found, actor="cán bộ", now=NOW, request="r")


def test_only_what_is_new_or_revised_is_submitted(store):
    publish(store, "stp", "sang-kien", "2021-03", 4, when="2021-04-02T09:00")
    rows = row("stp", "sang-kien", "2021-03", 4), row("stp", "dung-han", "2021-03", 97, 100)
    found = checked(store, csv(*rows), "thang3.csv")
    assert (found.count("new"), found.count("unchanged")) == (1, 1)
    assert submit(store, found, actor="cán bộ", now=NOW, request="r").figures == 1


def test_a_revision_of_what_is_published_needs_a_reason(store):
    publish(store, "stp", "dung-han", "2021-03", 90, 100, when="2021-04-02T09:00")
    content = workbook(store, **DONE)
    bare = checked(store, content)
    assert not bare.acceptable
    assert [problem.code for problem in bare.problems] == ["figures.revision_without_reason"]
    assert [
        effect.after.actual for effect in bare.effects if effect.after.indicator == "dung-han"
    ] == [97]
    assert checked(store, content, reason="rà soát lại").acceptable
    noted = DONE | {"dung_han": DONE["dung_han"] | {"note": "rà soát lại"}}
    assert checked(store, workbook(store, **noted)).acceptable


def test_a_file_may_say_itself_whose_it_is_and_for_which_month(store):
    content = workbook(store, **DONE)
    found = check_file(store, "a.xlsx", content, unit=None, month=None, as_of=NOW)
    assert (found.unit, found.month, found.acceptable) == ("stp", MARCH, True)
    listed = csv(row("stp", "sang-kien", "2021-03", 4))
    assert check_file(store, "a.csv", listed, unit=None, month=None, as_of=NOW).unit == "stp"
    assert check_file(store, "a.csv", listed, unit="stp", month=MARCH, as_of=NOW).acceptable
    wrong = check_file(store, "a.csv", listed, unit="stp", month=MARCH - 1, as_of=NOW)
    assert not wrong.acceptable


def test_a_file_that_says_nothing_is_told_so(store):
    found = check_file(store, "a.csv", b"xin ch\xc3\xa0o\n", unit=None, month=None, as_of=NOW)
    assert (found.unit, found.month, found.acceptable) == (None, None, False)
    assert found.problems
