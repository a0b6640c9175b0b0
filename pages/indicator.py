"""One indicator over all its units and months."""

import streamlit as st

from kpis.ui import indicator_view as parts
from kpis.ui.choices import indicator_labels
from kpis.ui.components import notice
from kpis.ui.filters import NAME_WIDTH, choose, link
from kpis.ui.page import headed, opened, show
from kpis.ui.text import label, month_label, text

view = opened()
language = view.language
home = (text(language, "page.overview"), link(""))
with view.choices:
    code = choose(
        "indicator",
        text(language, "filter.indicator"),
        indicator_labels(view),
        language,
        width=NAME_WIDTH,
    )
if code is None:
    headed(view, text(language, "page.indicator"), [home], text(language, "indicator.choose"))
    st.stop()

indicator = view.indicators[code]
items = view.evaluation.items_of(indicator=code)
headed(view, label(language, indicator.name), [home])
if items:
    show(parts.wholes(view, indicator), parts.units(view, indicator, items))
    parts.trend(view, indicator)
else:
    month = month_label(view.month)
    show(notice(text(language, "indicator.no_promise", month=month), kind="warning"))
show(parts.meaning(view, indicator))
