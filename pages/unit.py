"""One unit: what it signed, where each promise stands and why; with `indicator`, one of them."""

import streamlit as st

from kpis.ui import app
from kpis.ui import unit_view as parts
from kpis.ui.choices import unit_labels
from kpis.ui.detail_view import detail
from kpis.ui.filters import NAME_WIDTH, choose, link
from kpis.ui.history import unit_over_months
from kpis.ui.page import headed, opened, show
from kpis.ui.text import label, text, unit_name

view = opened()
language = view.language
home = (text(language, "page.overview"), link(""))
with view.choices:
    unit = choose(
        "unit", text(language, "filter.unit"), unit_labels(view), language, width=NAME_WIDTH
    )
if unit is None:
    headed(view, text(language, "page.unit"), [home], text(language, "unit.choose"))
    st.stop()

name = unit_name(language, view.units[unit])
items = view.evaluation.items_of(unit=unit)
asked = st.query_params.get("indicator")
chosen = [item for item in items if item.indicator == asked]
if chosen:
    here = (name, link("unit", unit=unit))
    headed(view, label(language, view.indicators[asked].name), [home, here])
    detail(view, chosen)
    st.stop()

headed(view, name, [home], parts.kind_name(view, view.units[unit].kind))
if asked is not None:
    st.warning(text(language, "filter.unknown_item", value=asked))
row = view.evaluation.standing_of(unit)
if row is None:
    show(parts.without_items(view, unit))
    st.stop()
order = parts.asked_order(st.query_params.get("sort"))
show(
    parts.standing(view, row),
    parts.documents(view, app.documents(unit, view.as_of), {i.commitment for i in items}),
    parts.promises(view, items, order),
    unit_over_months(view, unit),
)
