"""What every indicator means, how it is counted, and what to beware of."""

from kpis.ui.catalogue_view import catalogue, indicators_found
from kpis.ui.components import tag
from kpis.ui.filters import typed
from kpis.ui.page import headed, opened, show
from kpis.ui.text import text

view = opened()
language = view.language
headed(view, text(language, "page.catalogue"), note=text(language, "catalogue.lead"))
asked = typed("q", text(language, "catalogue.search"), text(language, "catalogue.example"))
found = indicators_found(asked, view.known.indicators)
show(tag("p", text(language, "catalogue.found", n=len(found), all=len(view.known.indicators))))
if found:
    show(catalogue(language, view.known, found))
