"""The first screen: how many units stand where, who moved, what needs attention."""

import streamlit as st

from kpis.ui import overview_view as parts
from kpis.ui.components import tag
from kpis.ui.history import tiers_over_months
from kpis.ui.page import headed, opened, show
from kpis.ui.ranking_view import ranking
from kpis.ui.text import text

view = opened()
headed(view, text(view.language, "overview.title"))
tier = st.query_params.get("tier")
if tier is not None and not parts.known_tier(view, tier):
    st.warning(text(view.language, "filter.unknown_tier", value=tier))
    tier = None

show(parts.notices(view))
if view.evaluation.units:
    show(parts.headline(view), parts.tier_cards(view, tier))
    if tier is not None:
        show(parts.units_of_tier(view, tier))
    show(
        tag(
            "div",
            parts.worst(view),
            tag("div", parts.moved(view), parts.silent(view)),
            tiers_over_months(view),
            class_="panels",
        ),
        ranking(view, st.query_params.get("kind")),
    )
