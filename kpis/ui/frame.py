"""What stands around every page: its style, the bar with pages and languages, the last resort."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from kpis.services.stores import StoreError
from kpis.ui import filters, theme
from kpis.ui.components import Html, linked, tag
from kpis.ui.page import show, stop
from kpis.ui.text import LANGUAGES, text

# Script to name in the address, in the order of the bar; the first is shown when none is named.
PAGES = {
    "overview": "",
    "unit": "unit",
    "indicator": "indicator",
    "attention": "attention",
    "figure": "figure",
    "catalogue": "catalogue",
    "submit": "submit",
    "review": "review",
}
_NO_PAGE = (  # Streamlit's answer to an address that names no page
    "The page that you have requested does not seem to exist. Running the app's main page."
)
NOT_IN_BAR = {"figure"}  # reached from a promise only


def page_title(name: str, language: str | None = None) -> str:
    """The name of a page, in the language of the session unless another is given."""
    language = language or filters.language()
    return {
        "overview": text(language, "page.overview"),
        "unit": text(language, "page.unit"),
        "indicator": text(language, "page.indicator"),
        "attention": text(language, "page.attention"),
        "figure": text(language, "page.figure"),
        "catalogue": text(language, "page.catalogue"),
        "submit": text(language, "page.submit"),
        "review": text(language, "page.review"),
    }[name]


@contextmanager
def framed(address: str) -> Iterator[None]:
    """Draws the bar above what runs inside; a store that can't be opened is said in words."""
    language = filters.language()
    st.html(theme.STYLE)
    with st.container(key="bar"):
        show(_bar(language, address))
        st.html(f"<script>{_script()}</script>", unsafe_allow_javascript=True)
    try:
        yield
    except StoreError as error:
        stop(
            language,
            text(language, "store.title"),
            *_said(language, error),
            store_open=False,
        )


@st.cache_resource(show_spinner=False)
def _script() -> str:
    return theme.SCRIPT.read_text(encoding="utf-8")


def _bar(language: str, address: str) -> Html:
    pages = [
        tag(
            "li",
            linked(
                filters.link(path),
                page_title(name, language),
                aria_current="page" if path == address else None,
            ),
        )
        for name, path in PAGES.items()
        if name not in NOT_IN_BAR
    ]
    languages = [
        tag(
            "li",
            linked(
                filters.here(lang=code),
                code.upper(),
                lang=code,
                aria_current="true" if code == language else None,
            ),
        )
        for code in LANGUAGES
    ]
    return tag(
        "header",
        linked(filters.link(""), "Cam Kết", class_="brand"),
        tag("nav", tag("ul", *pages), aria_label=text(language, "nav.pages")),
        tag("nav", tag("ul", *languages), aria_label=text(language, "nav.languages")),
        class_="bar",
        data_language=language,
        data_words=json.dumps(_streamlits_own(language), ensure_ascii=False),
    )


def _streamlits_own(language: str) -> dict[str, str]:
    """Words of Streamlit that can't be set, and what links.js makes of them."""
    words = {
        "Skip to main content": text(language, "streamlit.skip"),
        "Open": text(language, "streamlit.open"),
        "Clear value": text(language, "streamlit.clear"),
        "No results": text(language, "streamlit.no_results"),
        "Fullscreen": text(language, "streamlit.fullscreen"),
        "Close fullscreen": text(language, "streamlit.close_fullscreen"),
        "Close": text(language, "streamlit.close"),
        "Connecting": text(language, "streamlit.connecting"),
        "Running...": text(language, "streamlit.running"),
        "Stop": text(language, "streamlit.stop"),
        "Page not found": text(language, "streamlit.no_page"),
        _NO_PAGE: text(language, "streamlit.no_page_next"),
    }
    # A word replaced by itself would be a change that links.js sees, for ever.
    return {english: own for english, own in words.items() if own != english}


def _said(language: str, error: StoreError) -> list[str]:
    url = str(error.values.get("url", ""))
    sentences = {
        "store.missing": text(language, "store.missing", url=url),
        "store.locked": text(language, "store.locked", url=url),
        "store.unreadable": text(language, "store.unreadable", url=url),
        "store.newer": text(language, "store.newer", url=url),
        "store.scheme": text(language, "store.scheme", url=url),
    }
    return [sentences.get(error.code, text(language, "store.other", code=error.code))]
