"""A file whose encoding only its sender knows: how it would read, and what they chose."""

from collections.abc import Sequence

import streamlit as st

from kpis.ui import sending
from kpis.ui.complaints import focus_on_summary, summary
from kpis.ui.components import Html, tag
from kpis.ui.page import show
from kpis.ui.sending import Sending
from kpis.ui.sentences import problem_text
from kpis.ui.text import text


def ask(language: str, going: Sending) -> None:
    """The question, and side by side what each answer would make of the same lines."""
    checked = going.shown
    title = text(language, "submit.encoding.title", file=checked.name)
    said = [problem_text(problem, language) for problem in checked.problems]
    sentences = [tag("p", words[:1].upper() + words[1:]) for words in said]
    show(summary(title, *sentences, kind="warning"))
    focus_on_summary(f"{going.request} ?")
    with st.container(key="encodings"):
        columns = st.columns(len(checked.previews))
        for column, (encoding, lines) in zip(columns, checked.previews.items(), strict=True):
            with column:
                show(tag("h3", encoding_name(language, encoding)), _preview(lines))
                st.button(
                    text(language, "submit.encoding.choose"),
                    key=f"encoding.{encoding}",
                    on_click=sending.choose_encoding,
                    args=(going.upload, encoding),
                )
    show(tag("p", text(language, "submit.encoding.none"), class_="note"))


def _preview(lines: Sequence[str]) -> Html:
    return tag("pre", "\n".join(lines), class_="preview")


def show_chosen(language: str, going: Sending) -> None:
    """In what the file was read by its sender's choice, and the way back to the question."""
    encoding = going.shown.encoding
    if encoding is None:
        return
    name = encoding_name(language, encoding)
    said = tag("p", text(language, "submit.encoding.chosen", encoding=name))
    show(tag("div", said, class_="notice chosen", role="status", tabindex="-1"))
    st.button(
        text(language, "submit.encoding.again"),
        on_click=sending.choose_encoding,
        args=(going.upload, None),
    )


def encoding_name(language: str, encoding: str) -> str:
    """What people call an encoding, by the fonts that it came with."""
    return {
        "tcvn3": text(language, "submit.encoding.tcvn3"),
        "vni": text(language, "submit.encoding.vni"),
        "windows-1258": text(language, "submit.encoding.windows_1258"),
        "unicode": text(language, "submit.encoding.unicode"),
    }[encoding]
