"""Files that show where a figure comes from."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from kpis.domain.problems import Refused
from kpis.services.confirming import withdraw
from kpis.services.evidence import MOST, attach, evidence_of, open_evidence
from kpis.services.reviewing import publish, review
from tests.ledger import at
from tests.services.sending import NOW, send

LATER = at("2022-01-01T00:00")
PDF = b"%PDF-1.7\n..."


@pytest.fixture
def sent(store):
    """A submission of two figures, and the sequence numbers of these."""
    number = send(store, ("dung-han", 90, 100), ("sang-kien", 2)).number
    return number, [figure.sequence for figure in review(store, number, LATER).figures]


def add(store, number, figure, name="sổ một cửa.pdf", content=PDF, request=None):
    return attach(
        store,
        number,
        figure,
        name,
        content,
        actor="Lan",
        now=at(NOW),
        request=request or f"{figure}{name}{len(content)}",
    )


def archive(*names):
    made = BytesIO()
    with ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return made.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")


def test_a_file_is_attached_to_a_figure_listed_and_opened_as_received(store, sent):
    number, (first, second) = sent
    made = add(store, number, first)
    add(store, number, second, "ảnh.png", b"\x89PNG\r\n\x1a\n...")
    assert (made.unit, made.indicator, made.name, made.size, made.actor) == (
        "stp",
        "dung-han",
        "sổ một cửa.pdf",
        len(PDF),
        "Lan",
    )
    assert evidence_of(store, figure=first) == [made]
    assert [each.indicator for each in evidence_of(store, submission=number)] == [
        "dung-han",
        "sang-kien",
    ]
    opened = open_evidence(store, made.sequence)
    assert (opened.name, opened.media_type, opened.content) == (
        "sổ một cửa.pdf",
        "application/pdf",
        PDF,
    )


def test_evidence_stays_with_a_figure_when_it_is_published_and_may_be_added_then(store, sent):
    number, (first, second) = sent
    add(store, number, first)
    publish(store, number, actor="sếp", now=at("2021-04-03T09:00"), request="duyệt")
    add(store, number, second, "ký.docx", DOCX)
    assert len(evidence_of(store, submission=number)) == 2


def test_one_file_may_show_two_figures_and_is_kept_once(store, sent):
    number, figures = sent
    for figure in figures:
        add(store, number, figure)
    query = "select count(*) from stored_file where content = ?"
    assert store.connection.execute(query, [PDF]).fetchone() == (1,)


def test_a_double_click_attaches_once(store, sent):
    number, (first, _) = sent
    assert add(store, number, first, request="1") == add(store, number, first, request="1")
    assert len(evidence_of(store, figure=first)) == 1


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "evidence.empty"),
        ("a.pdf", b"MZ...", "evidence.not_its_form"),
        ("a.exe", b"MZ...", "evidence.form"),
        ("a.html", b"<script>", "evidence.form"),
        ("a.svg", b"<svg>", "evidence.form"),
        ("a", b"%PDF-", "evidence.form"),
        ("a.pdf", b"%PDF-" + bytes(10_000_001), "evidence.too_large"),
        ("a.docx", b"PK\x03\x04 broken", "evidence.not_its_form"),
        ("a.xlsx", DOCX, "evidence.not_its_form"),
        (
            "a.docx",
            archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            "evidence.macros",
        ),
    ],
)
def test_what_is_no_document_or_picture_is_refused_and_not_kept(store, sent, name, content, code):
    number, (first, _) = sent
    with pytest.raises(Refused) as refused:
        add(store, number, first, name, content)
    assert refused.value.problems[0].code == code
    assert evidence_of(store, submission=number) == []


def test_a_name_is_only_shown_and_never_a_path(store, sent):
    number, (first, _) = sent
    made = add(store, number, first, "..\\..\\etc/pass\u202ewd\r\n.PDF")
    assert made.name == "passwd.PDF"
    assert open_evidence(store, made.sequence).media_type == "application/pdf"


def test_the_same_file_twice_too_many_and_figures_of_others_are_refused(store, sent):
    number, (first, _) = sent
    other = send(store, ("dung-han", 80, 100), unit="snv").number
    add(store, number, first)

    def code(*args, **more):
        with pytest.raises(Refused) as refused:
            add(store, *args, **more)
        return refused.value.problems[0].code

    assert code(number, first, request="lần nữa") == "evidence.twice"
    assert code(other, first, request="khác") == "evidence.no_figure"
    assert code(999, first, request="lạ") == "review.unknown"
    for n in range(MOST - 1):
        add(store, number, first, f"{n}.pdf", PDF + bytes([n]))
    assert code(number, first, "cuối.pdf", PDF + b"z") == "evidence.too_many"
    with pytest.raises(Refused, match=r"evidence\.unknown"):
        open_evidence(store, 999)


def test_nothing_is_attached_to_what_was_withdrawn(store, sent):
    number, (first, _) = sent
    withdraw(store, number, actor="cán bộ", now=at(NOW), request="thu hồi")
    with pytest.raises(Refused, match=r"evidence\.not_now"):
        add(store, number, first)
