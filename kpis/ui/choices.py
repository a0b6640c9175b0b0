"""What can be chosen: units and indicators by their names, in Vietnamese order."""

from kpis.ui.page import View
from kpis.ui.text import label, unit_name, vietnamese_order


def unit_labels(view: View) -> dict[str, str]:
    """Every unit by its code, by kind and then by name; those with promises this month first."""
    order = {kind: place for place, kind in enumerate(view.evaluation.kinds)}
    names = {unit.code: unit_name(view.language, unit) for unit in view.known.units}
    return {
        unit.code: names[unit.code]
        for unit in sorted(
            view.known.units,
            key=lambda u: (
                view.evaluation.standing_of(u.code) is None,
                order[u.kind],
                vietnamese_order(names[u.code]),
            ),
        )
    }


def indicator_labels(view: View) -> dict[str, str]:
    """Every indicator by its code, those that somebody promised this month first."""
    promised = {view.known.indicators[whole.indicator].code for whole in view.evaluation.wholes}
    names = {i.code: label(view.language, i.name) for i in view.known.indicators}
    return {
        i.code: names[i.code]
        for i in sorted(
            view.known.indicators,
            key=lambda i: (i.code not in promised, vietnamese_order(names[i.code])),
        )
    }
