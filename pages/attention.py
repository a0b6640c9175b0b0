"""What needs attention: worst first, each with its reason, by unit or by indicator."""

import streamlit as st

from kpis.ui import attention_view as parts
from kpis.ui.components import notice
from kpis.ui.overview_view import silent
from kpis.ui.page import headed, opened, show
from kpis.ui.text import text

view = opened()
language = view.language
headed(view, text(language, "page.attention"), note=text(language, "attention.lead"))
kind = st.query_params.get("status")
if kind is not None and kind not in parts.KINDS:
    st.warning(text(language, "filter.unknown", title=text(language, "column.status"), value=kind))
    kind = None
group = parts.asked_group(st.query_params.get("group"))
items = parts.problems(view, kind)
show(parts.kind_cards(view, kind), parts.grouping(view, group))
if view.coverage.due and view.coverage.complete < len(view.coverage.due):
    show(silent(view))
if items:
    show(parts.listed(view, items, group))
else:
    show(notice(text(language, "attention.none")))
