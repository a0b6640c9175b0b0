"""An administrator looks at what was submitted, and publishes it or sends it back."""

import streamlit as st

from kpis.ui import acting, app, review_parts
from kpis.ui.filters import link
from kpis.ui.frame import PAGES
from kpis.ui.page import headed, show, stop
from kpis.ui.text import text

language = acting.begin(PAGES["review"])
if app.is_empty():
    stop(language, text(language, "state.empty_title"), text(language, "state.empty_next"))

asked = st.query_params.get("submission")
if asked is None:
    show(review_parts.head(language), review_parts.queue(language))
    st.stop()

found = review_parts.asked_for(language, asked)
made = found.submission
view = review_parts.view_of(language, found)
queue = (text(language, "page.review"), link(PAGES["review"]))
headed(view, review_parts.submission_title(view, made), [queue])
if made.state not in review_parts.WAITING:
    review_parts.complain(language)
show(review_parts.outcome(view, made))
review_parts.details(view, found)
if made.state in review_parts.WAITING:
    review_parts.decision(language, made)
