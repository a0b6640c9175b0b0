"""The field that takes a file, in the reader's language.

Streamlit's own words in it are English and can't be set; submit.css hides them and puts the words
of these variables in their place.
"""

import json

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from kpis.ui.components import Html
from kpis.ui.page import show
from kpis.ui.text import text


def uploader(language: str, key: str) -> UploadedFile | None:
    """One file of any kind; None while there is none. What it is is found out by reading it."""
    words = {
        "--choose": text(language, "submit.choose_file"),
        "--forms": text(language, "submit.forms"),
        "--drop": text(language, "submit.drop_here"),
        "--failed": text(language, "submit.not_uploaded"),
    }
    said = "; ".join(
        f"{name}: {json.dumps(word, ensure_ascii=False)}" for name, word in words.items()
    )
    show(Html(f"<style>:root {{ {said} }}</style>"))
    return st.file_uploader(text(language, "submit.file"), key=key)
