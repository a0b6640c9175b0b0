"""From a number on a screen to the file and the cell, and to the document that promised it."""

import pytest

from kpis.domain.months import month_of
from kpis.services.loading import Act, load_commitments, load_figures
from kpis.services.trail import (
    documents_of,
    figure_trail,
    file_content,
    months_trail,
    promise_trail,
)
from tests.ledger import HEADER, SMALL, at, item, publish, row

LATER = at("2022-01-01T00:00")
MARCH = month_of("2021-03")
OF = {"unit": "stp", "indicator": "dung-han"}


def test_a_figure_leads_to_its_file_and_its_line(store):
    rows = row("snv", "dung-han", "2021-03", 1, 2), row("stp", "dung-han", "2021-03", 90, 100)
    content = (HEADER + "".join(rows)).encode()
    act = Act("cán bộ", at("2021-04-02T09:00"))
    load_figures(store, "thang3.csv", content, act, publish=True)
    [version] = figure_trail(store, **OF, month=MARCH, as_of=LATER).versions
    assert (version.file_name, version.place, version.actor) == ("thang3.csv", "3", "cán bộ")
    assert file_content(store, version.file) == content
    assert file_content(store, "no such sum") is None


def test_every_version_is_there_the_one_that_counts_first(store):
    for day, numerator in ((2, 90), (9, 91), (20, 92)):
        publish(
            store, "stp", "dung-han", "2021-03", numerator, 100, when=f"2021-04-{day:02d}T09:00"
        )
    trail = figure_trail(store, **OF, month=MARCH, as_of=at("2021-04-10T00:00"))
    assert [version.numerator for version in trail.versions] == [91, 90]
    assert trail.counts == {trail.versions[0].sequence}
    nothing = figure_trail(store, **OF, month=MARCH, as_of=at("2021-04-01T00:00"))
    assert (nothing.versions, nothing.counts) == ((), frozenset())


def test_of_every_member_one_version_counts(store):
    for member, numerator, day in (("a", 1, 2), ("b", 2, 2), ("a", 3, 9)):
        figure = ("vy", "linh-vuc", "2021-03", numerator, 10)
        publish(store, *figure, member=member, when=f"2021-04-{day:02d}T09:00")
    trail = figure_trail(store, unit="vy", indicator="linh-vuc", month=MARCH, as_of=LATER)
    assert len(trail.versions) == 3
    counting = [v for v in trail.versions if v.sequence in trail.counts]
    assert sorted((v.member, v.numerator) for v in counting) == [("a", 3), ("b", 2)]


def test_months_lead_to_the_versions_that_count_in_order(store):
    for month, numerator, day in (("2021-03", 3, 2), ("2021-01", 1, 2), ("2021-03", 4, 9)):
        publish(store, "stp", "dung-han", month, numerator, 10, when=f"2021-04-{day:02d}T09:00")
    span = {"first": month_of("2021-01"), "last": month_of("2021-12")}
    found = months_trail(store, **OF, **span, as_of=LATER)
    assert [(v.period, v.numerator) for v in found] == [(month_of("2021-01"), 1), (MARCH, 4)]


def test_a_promise_leads_to_its_document_and_its_amendments(store):
    amended = SMALL["commitments.yaml"].replace(
        "weight: 2}", "weight: 2, amendments: [{effective: 2021-05, target: 60, document: PL-1}]}"
    )
    act = Act("người nhập", at("2021-04-10T09:00"))
    load_commitments(store, "commitments.yaml", amended.encode(), act)
    one = item(store, "stp", "dung-han", "2021-06", "2021-07-01T00:00")
    where = {"commitment": one.commitment, "number": one.number, "unit": "stp"}
    trail = promise_trail(store, **where, as_of=LATER)
    assert (trail.commitment.document, trail.commitment.signer.name) == (
        "15/BCK-STP",
        "Nguyễn Văn A",
    )
    assert (trail.item.terms.target, trail.item.amendments[0].document) == (95, "PL-1")
    assert promise_trail(store, **where, as_of=at("2021-04-01T00:00")).item.amendments == ()
    with pytest.raises(KeyError, match="CK-9"):
        promise_trail(store, commitment="CK-9", number=0, unit="stp", as_of=LATER)


def test_the_documents_of_a_unit_are_those_known_by_then(store):
    assert [document.id for document in documents_of(store, "snv", LATER)] == ["CK-SNV"]
    assert documents_of(store, "snv", at("2021-02-28T00:00")) == []
