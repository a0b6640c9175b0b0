"""The figures behind one month of one indicator of one unit, down to the cell of the file."""

import streamlit as st

from kpis.ui import app
from kpis.ui import figure_view as parts
from kpis.ui.choices import indicator_labels, unit_labels
from kpis.ui.components import tag
from kpis.ui.filters import choose_period, given, link
from kpis.ui.page import headed, opened, show
from kpis.ui.text import label, month_label, text, unit_name

view = opened()
language = view.language
home = (text(language, "page.overview"), link(""))
with view.choices:
    period = choose_period(language, view.month)
    unit = given("unit", text(language, "filter.unit"), unit_labels(view), language)
    indicator = given(
        "indicator", text(language, "filter.indicator"), indicator_labels(view), language
    )
if unit is None or indicator is None:
    headed(view, text(language, "page.figure"), [home], text(language, "figure.choose"))
    st.stop()

name = label(language, view.indicators[indicator].name)
crumbs = [
    home,
    (unit_name(language, view.units[unit]), link("unit", unit=unit)),
    (name, link("unit", unit=unit, indicator=indicator)),
]
headed(view, text(language, "figure.title", month=month_label(period)), crumbs, name)
trail = app.figure_trail(unit, indicator, period, view.as_of)
show(parts.counting(view, trail, view.indicators[indicator]))
for sha256, version in parts.files_of(trail).items():
    content, file_name = app.file_content(sha256), version.file_name or sha256[:12]
    values = {"name": file_name, "instant": parts.published_text(version)}
    if content is None:
        show(tag("p", text(language, "figure.not_kept", **values)))
    else:
        words = text(language, "figure.download", **values)
        st.download_button(words, content, file_name, key=sha256)
if trail.versions:
    show(parts.versions(view, trail, view.indicators[indicator]))
