"""Imports by an administrator: all of a file, or nothing of it, and every reason at once."""

import pytest

from kpis.domain.months import month_of
from kpis.domain.problems import Refused
from kpis.services.evaluation import evaluate
from kpis.services.loading import (
    Act,
    load_catalogue,
    load_commitments,
    load_figures,
    load_settings,
    load_units,
)
from kpis.services.stores import revision
from kpis.store import database
from kpis.store.commitments import commitments
from kpis.store.submissions import submissions
from kpis.ui.sentences import problem_line
from tests.ledger import HEADER, SMALL, at, row

LATER = at("2021-04-10T09:00")
AMENDMENT = "amendments: [{effective: 2021-05, target: 60}]"


def act(when="2021-04-10T09:00", **more):
    return Act("người nhập", at(when), **more)


def load(store, what, text, **more):
    """Loads the text of a file of this kind."""
    if what == "catalogue":
        return load_catalogue(store, {"thu.yaml": text.encode()}, act(**more))
    functions = {"settings": load_settings, "units": load_units, "commitments": load_commitments}
    return functions[what](store, what, text.encode(), act(**more))


def figures(store, *rows, when="2021-04-10T09:00", dry_run=False, **more):
    """Loads these rows of figures.csv."""
    content = (HEADER + "".join(rows)).encode()
    return load_figures(store, "figures.csv", content, act(when, dry_run=dry_run), **more)


def counts(loaded):
    return loaded.new, loaded.revised, loaded.unchanged


def everything(store):
    """Every row of the ledger, to see that nothing was written."""
    names = store.connection.execute("select table_name from duckdb_tables() order by 1").fetchall()
    return {n: store.connection.execute(f"select * from {n}").fetchall() for (n,) in names}


TEXTS = {
    "settings": SMALL["settings.yaml"],
    "catalogue": SMALL["catalogue/thu.yaml"],
    "units": SMALL["units.csv"],
    "commitments": SMALL["commitments.yaml"],
}
# What is changed in the file, and what then is new, revised, unchanged.
CHANGES = [
    ("settings", "due_day: 5", "due_day: 7", (0, 1, 0)),
    ("catalogue", "max: 100\n- code: linh-vuc", "max: 99\n- code: linh-vuc", (0, 1, 4)),
    ("units", "Justice,so", "Justice,huyen", (0, 1, 2)),
    ("units", "vy,", "vy2,", (1, 0, 2)),
    ("commitments", "weight: 2}", f"weight: 2, {AMENDMENT}}}", (0, 1, 2)),
    ("commitments", "id: CK-VY", "id: CK-VY-2", (1, 0, 2)),
]


@pytest.mark.parametrize("what", TEXTS)
def test_the_same_file_again_is_unchanged_and_writes_nothing(store, what):
    before = everything(store)
    assert counts(load(store, what, TEXTS[what]))[:2] == (0, 0)
    assert everything(store) == before


@pytest.mark.parametrize(("what", "old", "new", "expected"), CHANGES)
def test_what_is_new_and_what_is_revised_is_told_apart(store, what, old, new, expected):
    text = TEXTS[what].replace(old, new)
    assert text != TEXTS[what]
    before = everything(store)
    tried = load(store, what, text, dry_run=True)
    assert (counts(tried), tried.dry_run) == (expected, True)
    assert everything(store) == before, "a dry run writes nothing"
    done = load(store, what, text)
    assert counts(done) == expected
    assert done.changes == tried.changes
    assert revision(store) > 0 and everything(store) != before
    assert counts(load(store, what, text))[:2] == (0, 0)


def test_going_back_to_an_earlier_version_is_a_further_version(store):
    changed = TEXTS["settings"].replace("due_day: 5", "due_day: 7")
    assert counts(load(store, "settings", changed)) == (0, 1, 0)
    assert counts(load(store, "settings", TEXTS["settings"], when="2021-05-01T00:00")) == (0, 1, 0)


WRONG = {
    "settings": ("due_day: 5", "due_day: 32"),
    "catalogue": ("kind: count", "kind: counting"),
    "units": ("vy,Thành phố Vĩnh Yên,Vinh Yen,huyen", "vy,Thành phố Vĩnh Yên,Vinh Yen,tỉnh"),
    "commitments": ("indicator: de-an", "indicator: de-anh"),
}


@pytest.mark.parametrize("what", WRONG)
def test_with_one_thing_wrong_nothing_of_the_file_is_written(what):
    store = database.create()
    for name in ("settings", "catalogue", "units", "commitments"):
        if name == what:
            break
        load(store, name, TEXTS[name])
    before = everything(store)
    old, new = WRONG[what]
    assert old in TEXTS[what]
    with pytest.raises(Refused) as refused:
        load(store, what, TEXTS[what].replace(old, new))
    [problem] = [problem for problem in refused.value.problems if problem.blocking]
    line = TEXTS[what][: TEXTS[what].index(old)].count("\n") + 1
    assert int(problem.place) == line
    for language in ("vi", "en"):
        said = problem_line(problem, language)
        assert f":{line}: " in said and new.split()[-1].split(",")[-1] in said
    assert everything(store) == before
    store.close()


def test_every_problem_of_a_file_is_named_by_its_line_at_once(store):
    before = everything(store)
    with pytest.raises(Refused) as refused:
        figures(
            store,
            row("stp", "dung-han", "2021-03", 90, 100),
            row("sở", "dung-han", "2021-03", 90, 100),
            row("stp", "dung-han", "2021-13", 90, 100),
            row("stp", "dung-han", "2021-04", 110, 100),
            row("stp", "sang-kien", "2021-04", "-1"),
        )
    assert [(p.place, p.code) for p in refused.value.problems] == [
        ("3", "figures.unknown"),
        ("4", "file.not_a_month"),
        ("5", "figures.numerator_above_denominator"),
        ("6", "figures.negative"),
    ]
    for problem in refused.value.problems:
        vi, en = (problem_line(problem, language) for language in ("vi", "en"))
        assert vi.startswith(f"figures.csv:{problem.place}: ") and vi != en
    assert everything(store) == before


def test_what_was_signed_is_never_changed(store):
    for old, new in (
        ("target: 95", "target: 94"),
        ("15/BCK-STP", "15/BCK"),
        ("  unit: stp", "  unit: vy"),
    ):
        with pytest.raises(Refused) as refused:
            load(store, "commitments", TEXTS["commitments"].replace(old, new))
        assert [problem.code for problem in refused.value.problems if problem.blocking] == [
            "commitments.changed"
        ]


def test_an_item_more_or_an_amendment_changed_is_a_change_of_what_was_signed(store):
    more = TEXTS["commitments"].replace("weight: 2}", f"weight: 2, {AMENDMENT}}}")
    load(store, "commitments", more)
    further = more.replace("target: 60}]", "target: 60}, {effective: 2021-07, target: 70}]")
    assert counts(load(store, "commitments", further, when="2021-06-01T00:00")) == (0, 1, 2)
    item = '    - {indicator: de-an, comparator: "=", target: 1, start: 2021-01, due: 2021-06}\n'
    for text in (
        further.replace("target: 60", "target: 61"),
        TEXTS["commitments"] + item.replace("de-an", "sang-kien"),
    ):
        with pytest.raises(Refused, match=r"commitments\.changed"):
            load(store, "commitments", text)
    with pytest.raises(Refused):  # nor may one that is known be left out
        load(store, "commitments", more)
    [signed] = [c for c in commitments(store, at("2022-01-01T00:00")) if c.id == "CK-STP"]
    assert [a.recorded for a in signed.items[0].amendments] == [LATER, at("2021-06-01T00:00")]


def test_a_commitment_without_an_instant_is_recorded_when_it_is_loaded(store):
    text = (
        TEXTS["commitments"]
        .replace("  recorded: 2021-03-01T08:00:00+07:00\n", "")
        .replace("CK-", "CC-")
    )
    load(store, "commitments", text)
    found = {c.id: c.recorded for c in commitments(store, at("2022-01-01T00:00"))}
    assert (found["CK-STP"], found["CC-STP"]) == (at("2021-03-01T08:00"), LATER)
    assert counts(load(store, "commitments", text, when="2021-06-01T00:00")) == (0, 0, 3)


def test_published_figures_count_from_the_instant_of_the_load(store):
    loaded = figures(store, row("stp", "dung-han", "2021-03", 90, 100), publish=True)
    assert (counts(loaded), loaded.submission) == ((1, 0, 0), None)
    assert actual(store, "2021-04-10T08:59:59") is None
    assert actual(store, "2021-04-10T09:00:00") == 90


def test_figures_that_bring_their_instant_keep_it_when_they_are_published(store):
    one = row("stp", "dung-han", "2021-03", 90, 100, published_at="2021-04-02T09:00:00+07:00")
    assert figures(store, one, publish=True).published_at_ignored == 0
    assert actual(store, "2021-04-02T08:59:59") is None
    assert actual(store, "2021-04-02T09:00:00") == 90
    assert counts(figures(store, one, publish=True)) == (0, 0, 1)


def test_without_publish_figures_wait_as_one_submission_and_do_not_count(store):
    one = row("stp", "dung-han", "2021-03", 90, 100, published_at="2021-04-02T09:00:00+07:00")
    loaded = figures(store, one, row("snv", "dung-han", "2021-03", 80, 100))
    [waiting] = submissions(store, as_of=LATER)
    assert (waiting.number, waiting.state, waiting.figures) == (loaded.submission, "submitted", 2)
    assert loaded.published_at_ignored == 1
    assert actual(store, "2030-01-01T00:00") is None


def actual(store, when):
    [item] = evaluate(store, month_of("2021-03"), at(when)).items_of(
        unit="stp", indicator="dung-han"
    )
    return item.actual


def test_a_revision_needs_a_reason(store):
    figures(store, row("stp", "dung-han", "2021-03", 90, 100, note="cũ"), publish=True)
    before = everything(store)
    for note in ("", "cũ"):  # the note that is published already is no reason
        with pytest.raises(Refused) as refused:
            figures(store, row("stp", "dung-han", "2021-03", 91, 100, note=note), publish=True)
        [problem] = refused.value.problems
        assert (problem.code, problem.place) == ("figures.revision_without_reason", "2")
    assert everything(store) == before
    noted = figures(store, row("stp", "dung-han", "2021-03", 91, 100, note="đếm sót"), publish=True)
    assert counts(noted) == (0, 1, 0)
    explained = figures(
        store,
        row("stp", "dung-han", "2021-03", 92, 100),
        publish=True,
        reason="rà soát",
        when="2021-05-01T09:00",
    )
    assert counts(explained) == (0, 1, 0)
    assert actual(store, "2021-06-01T00:00") == 92
    assert actual(store, "2021-04-20T00:00") == 91


def test_history_with_instants_of_its_own_needs_none(store):
    rows = [
        row("stp", "dung-han", "2021-03", n, 100, published_at=f"2021-04-0{n}T09:00:00+07:00")
        for n in (2, 3, 4)
    ]
    assert counts(figures(store, *rows, publish=True)) == (3, 0, 0)
    assert [actual(store, f"2021-04-0{n}T09:00") for n in (2, 3, 4)] == [2, 3, 4]


def test_only_what_is_new_or_revised_is_written_again(store):
    rows = [row("stp", "sang-kien", f"2021-0{month}", month) for month in range(1, 6)]
    figures(store, *rows, publish=True)
    more = figures(
        store, *rows, row("stp", "sang-kien", "2021-06", 6), publish=True, when="2021-07-01T00:00"
    )
    assert counts(more) == (1, 0, 5)
    assert store.connection.execute("select count(*) from figure").fetchone() == (6,)


def test_a_dry_run_of_figures_says_what_would_change_and_writes_nothing(store):
    figures(store, row("stp", "sang-kien", "2021-01", 1), publish=True)
    before = everything(store)
    rows = [row("stp", "sang-kien", "2021-01", 1), row("stp", "sang-kien", "2021-02", 2)]
    tried = figures(store, *rows, dry_run=True)
    assert (counts(tried), tried.submission) == ((1, 0, 1), None)
    assert tried.changes == (("new", "stp, sang-kien, 2021-02"),)
    assert everything(store) == before


def test_a_load_tells_how_far_it_is(store):
    said = []
    content = (HEADER + row("stp", "sang-kien", "2021-01", 1)).encode()
    telling = act(progress=lambda *steps: said.append(steps))
    load_figures(store, "figures.csv", content, telling, publish=True)
    assert said == [("read", 0, len(content)), ("compare", 0, 1), ("write", 0, 1), ("write", 1, 1)]


def test_the_file_of_figures_is_kept_and_known_by_its_name(store):
    figures(store, row("stp", "sang-kien", "2021-01", 1), publish=True)
    [made] = submissions(store, as_of=LATER)
    assert (made.file_name, made.actor, made.state) == ("figures.csv", "người nhập", "approved")
    [(content,)] = store.connection.execute("select content from stored_file").fetchall()
    assert content == (HEADER + row("stp", "sang-kien", "2021-01", 1)).encode()


LOWER = SMALL["catalogue/thu.yaml"].replace("max: 100\n- code: linh", "max: 50\n- code: linh")
DATED = {"published_at": "2021-04-02T09:00:00+07:00"}


def test_a_figure_is_held_against_the_catalogue_of_the_day_it_was_published(store):
    figure = ("snv", "dung-han", "2021-02", 90, 100)
    load(store, "catalogue", LOWER, when="2021-04-05T09:00")
    before = everything(store)
    for late in ({}, {"published_at": "2021-04-06T09:00:00+07:00"}):
        with pytest.raises(Refused, match=r"figures\.quotient_above_max"):
            figures(store, row(*figure, **late), publish=True)
    with pytest.raises(Refused):  # without publish its instant will be that of the review
        figures(store, row(*figure, **DATED))
    assert everything(store) == before
    loaded = figures(store, row(*figure, **DATED), publish=True)
    assert loaded.new == 1
    assert [(problem.code, problem.blocking) for problem in loaded.warnings] == [
        ("figures.quotient_above_max", False)
    ]


def test_a_figure_that_was_wrong_already_when_it_was_published_is_refused(store):
    load(store, "catalogue", LOWER, when="2021-04-05T09:00")
    with pytest.raises(Refused, match=r"figures\.numerator_above_denominator"):
        figures(store, row("snv", "dung-han", "2021-02", 110, 100, **DATED), publish=True)


def test_rows_beyond_those_listed_are_excused_together_or_not_at_all(store):
    load(store, "catalogue", LOWER, when="2021-04-05T09:00")
    rows = [
        row("snv", "dung-han", f"{year}-{month:02d}", 9, 10, **DATED)
        for year in range(2022, 2045)
        for month in range(1, 13)
    ]
    assert figures(store, *rows, publish=True, dry_run=True).new == len(rows)
    for spoiled in (
        row("snv", "dung-han", "2050-01", 9, 10),
        row("snv", "dung-han", "2050-01", 11, 10, **DATED),
        "snv,dung-han,2050-01,,x,10,,,,\n",
    ):
        with pytest.raises(Refused):
            figures(store, *rows, spoiled, publish=True)


def test_a_figure_published_before_its_units_end_was_known_is_history(store):
    ended = SMALL["units.csv"].replace("2010-01-01,,\nvy", "2010-01-01,2021-02-28,stp\nvy")
    load(store, "units", ended, when="2021-04-05T09:00")
    with pytest.raises(Refused, match=r"figures\.after_end"):
        figures(store, row("snv", "dung-han", "2021-03", 90, 100), publish=True)
    old = figures(store, row("snv", "dung-han", "2021-03", 90, 100, **DATED), publish=True)
    assert (old.new, [problem.blocking for problem in old.warnings]) == (1, [False])
