"""A unit reports a month: what it owes, its workbook, what a file says and would do, sending it."""

import streamlit as st

from kpis.ui import acting, duty_parts, submit_parts
from kpis.ui.choices import unit_labels
from kpis.ui.filters import choose
from kpis.ui.frame import PAGES
from kpis.ui.page import headed, opened, show
from kpis.ui.text import text, unit_name

language = acting.begin(PAGES["submit"])
view = opened()
with view.choices:
    unit = choose("unit", text(language, "filter.unit"), unit_labels(view), language)
if unit is None:
    headed(view, text(language, "page.submit"), note=text(language, "submit.choose_unit"))
    show(duty_parts.units(view))
    st.stop()

headed(view, text(language, "submit.title", unit=unit_name(language, view.units[unit])))
asked = st.query_params.get("receipt")
if asked is not None:
    submit_parts.show_receipt(view, asked)
    st.stop()

show(duty_parts.months(view, unit))
rows = duty_parts.owed_now(view, unit)
if not rows:
    show(duty_parts.owes_nothing(view, unit), submit_parts.history(view, unit))
    st.stop()

show(duty_parts.deadline(view, rows), duty_parts.waiting_notice(view, unit))
going = submit_parts.ways(view, unit)
if going is None:
    show(duty_parts.owed_table(view, unit, rows), submit_parts.history(view, unit))
else:
    submit_parts.found_in_file(view, going, rows)
    show(duty_parts.folded(view, unit, rows))
