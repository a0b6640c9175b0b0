"""The dashboard: what every page has around it, the list of pages, the one that was asked for.

st.navigation is called before anything can stop: until it has run, Streamlit serves the scripts
of pages/ by their names.
"""

from pathlib import Path

import streamlit as st

from kpis.ui.frame import PAGES, framed, page_title

st.set_page_config(page_title="Cam Kết", page_icon="📋", layout="wide")
folder = Path(__file__).parent / "pages"
page = st.navigation(
    [
        st.Page(
            folder / f"{name}.py",
            title=page_title(name),
            url_path=address,
            default=not address,
        )
        for name, address in PAGES.items()
    ],
    position="hidden",
)
with framed(page.url_path):
    page.run()
