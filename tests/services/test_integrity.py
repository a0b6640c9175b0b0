"""The questions of the demonstration province, and on what scores rest."""

import pytest

from kpis.domain.consistency import broken_rules, rules_of
from kpis.domain.months import month_of, month_text
from kpis.services.demonstration import load_demonstration
from kpis.services.evaluation import evaluate
from kpis.services.footing import footings
from kpis.services.integrity import questions
from kpis.services.reviewing import as_figure
from kpis.store import database
from kpis.store.figures import figure_versions
from kpis.ui.sentences import LANGUAGES, problem_text
from tests.ledger import at, filled, judged, publish

NOW = at("2026-01-02T08:00")
TOO_NICE = "ban-quan-ly-cac-khu-cong-nghiep"


@pytest.fixture(scope="module")
def demonstration():
    store = database.create()
    load_demonstration(store, NOW)
    yield store
    store.close()


@pytest.fixture(scope="module")
def september(demonstration):
    return evaluate(demonstration, month_of("2021-09"), NOW)


@pytest.fixture(scope="module")
def asked(demonstration, september):
    return questions(demonstration, september)


def test_the_unit_that_is_too_nice_is_asked_and_no_other(asked):
    assert {question.unit for question in asked} == {TOO_NICE}


def test_it_is_asked_about_its_targets_its_round_numbers_and_its_repeats(asked):
    of_code = {}
    for question in asked:
        of_code.setdefault(question.code, set()).add(question.indicator)
    assert of_code["integrity.at_target"] == {
        "tthc-dung-han",
        "hai-long-tthc",
        "nhiem-vu-giao-dung-han",
    }
    assert {"tthc-dung-han", "hai-long-tthc"} <= of_code["integrity.round_numbers"]
    assert of_code["integrity.repeats"] == {"nhiem-vu-giao-dung-han"}


def test_the_figures_behind_a_question_are_those_that_were_published(asked):
    [question] = [
        q for q in asked if (q.code, q.indicator) == ("integrity.at_target", "tthc-dung-han")
    ]
    assert [month_text(f.period) for f in question.figures] == [
        f"2021-{m:02}" for m in range(1, 10)
    ]
    assert {f.rate for f in question.figures} == {95.0}
    assert (question.figures[0].numerator, question.figures[0].denominator) == (152, 160)
    assert question.figures[0].late <= 0


def test_one_unit_alone_can_be_asked_for(demonstration, september, asked):
    assert questions(demonstration, september, TOO_NICE) == asked
    assert questions(demonstration, september, "so-tu-phap") == ()


def test_every_question_is_a_question_in_both_languages(asked):
    for question in asked:
        for language in LANGUAGES:
            assert problem_text(question.said, language).endswith("?")


def test_the_demonstration_keeps_every_rule_of_the_catalogue(demonstration, september):
    known, of_unit = september.known, {}
    for version in figure_versions(demonstration, as_of=NOW):
        key = (version.indicator, version.period)
        of_unit.setdefault(version.unit, {}).setdefault(key, {})[version.member] = as_figure(
            version
        )
    indicators, rules = {i.code: i for i in known.indicators}, rules_of(known.indicators)
    assert len(rules) >= 10
    broken = [
        (unit, month_text(month), each.rule.text)
        for unit, figures in of_unit.items()
        for month in range(month_of("2020-01"), month_of("2021-10"))
        for each in broken_rules(rules, indicators, figures, month)
    ]
    assert broken == []


@pytest.mark.parametrize("month", ["2021-03", "2021-06", "2021-09"])
@pytest.mark.parametrize("as_of", [at("2021-07-06T00:00"), NOW], ids=["then", "now"])
def test_the_parts_of_every_score_add_up_to_it(demonstration, month, as_of):
    evaluation = evaluate(demonstration, month_of(month), as_of)
    rests = footings(demonstration, evaluation)
    assert rests.keys() == {row.unit.code for row in evaluation.units}
    for row in evaluation.units:
        rest = rests[row.unit.code]
        if row.standing.score is not None:
            assert sum(rest.points.values()) == pytest.approx(row.standing.score)


# By hand, over the small province


@pytest.fixture
def store():
    made = filled()
    yield made
    made.close()


def test_a_score_rests_on_the_sources_of_its_figures(store):
    for month, source in (("2021-01", "system"), ("2021-02", "self"), ("2021-03", "system")):
        publish(store, "stp", "dung-han", month, 96, 100, when="2021-04-02T08:00", source=source)
        publish(store, "stp", "sang-kien", month, 1, when="2021-04-02T08:00", source="inspected")
    evaluation = judged(store, "2021-03", "2021-04-03T08:00")
    rest = footings(store, evaluation)["stp"]
    # Weight 2 on dung-han, of which two months in three are the system's; 1 on sang-kien.
    assert rest.score == pytest.approx(100)
    assert rest.points["system"] == pytest.approx(400 / 9)
    assert rest.points["self"] == pytest.approx(200 / 9)
    assert rest.share("inspected") == pytest.approx(1 / 3)


def test_a_unit_without_figures_rests_on_nothing(store):
    rest = footings(store, judged(store, "2021-03", "2021-05-03T08:00"))["stp"]
    assert (rest.score, set(rest.points.values()), rest.share("self")) == (0, {0.0}, None)


def revised(store, *moves):
    """Figures of months 1, 2, ... of 90 of 100, revised after their deadlines."""
    for place, numerator in enumerate(moves, start=1):
        month = f"2021-{place:02}"
        publish(store, "stp", "dung-han", month, 90, 100, when=f"2021-{place + 1:02}-02T08:00")
        when = f"2021-{place + 1:02}-20T08:00"
        publish(store, "stp", "dung-han", month, numerator, 100, when=when, note="đếm lại")


def of_revisions(store):
    asked = questions(store, judged(store, "2021-06", "2021-09-01T08:00"))
    return {q.code: q for q in asked if q.indicator is None}


def test_late_revisions_that_all_improve_are_a_question_about_the_unit(store):
    revised(store, 91, 93, 92, 95, 94)
    asked = of_revisions(store)
    question = asked["integrity.only_upward"]
    assert (question.unit, question.said.values["count"]) == ("stp", 5)
    assert [(f.before, f.rate) for f in question.figures][:2] == [(90, 91), (90, 93)]
    assert all(f.late == 15 for f in question.figures if f.period == month_of("2021-01"))


def test_one_revision_to_the_worse_answers_that_question(store):
    revised(store, 91, 93, 89, 95, 94, 96)
    assert "integrity.only_upward" not in of_revisions(store)


def test_many_late_revisions_are_a_question_where_other_units_have_few(store):
    revised(store, 91, 88, 93)
    assert "integrity.late" not in of_revisions(store)  # stp is the whole province so far
    for month in range(1, 7):
        for unit in ("snv", "vy"):
            publish(store, unit, "dung-han", f"2021-{month:02}", 80, 90 + month,
                    when=f"2021-{month + 1:02}-02T08:00")  # fmt: skip
    asked = of_revisions(store)
    assert asked["integrity.late"].said.values == {"count": 3, "figures": 3, "days": 15}


def test_a_province_without_figures_has_no_questions(store):
    assert questions(store, judged(store, "2021-03", "2021-05-03T08:00")) == ()
