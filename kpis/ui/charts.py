"""Charts as plain data for st.plotly_chart. Each function returns one; none draws.

What was achieved is solid, last year thin and pale, the target dashed, what was expected dotted.
"""

from collections.abc import Mapping, Sequence

from kpis.ui import theme
from kpis.ui.text import amount, month_short, text, with_unit

# What Streamlit hands to Plotly: no menu over the chart, no zoom that would trap a finger.
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "locale": "vi"}

MOST_LABELS = 8  # under one axis; a narrow screen has no room for more

Path = Mapping[int, float | None]


def trajectory(
    language: str,
    months: Sequence[int],
    *,
    actual: Path,
    monthly: Path,
    last_year: Path,
    expected: Path,
    target: float | tuple[float, float] | None,
    unit: str,
    decimals: int,
    bars: bool,
    stepped: bool = False,
) -> dict[str, object]:
    """One promise over its months, from start to due.

    actual: what counted in each month. monthly, last_year: each month's own value. bars: monthly
    values are drawn from 0, as amounts are; otherwise as points. stepped: what is expected holds
    until the next month that asks for more.
    """
    shape = "hv" if stepped else "linear"
    data = [
        _line(
            text(language, "chart.last_year"),
            months,
            last_year,
            decimals,
            unit,
            mode="lines+markers",
            line={"color": theme.PAST, "width": 1.5},
            marker={"size": 4},
        ),
        _monthly(text(language, "chart.monthly"), months, monthly, decimals, unit, bars),
        _line(
            text(language, "chart.expected"),
            months,
            expected,
            decimals,
            unit,
            mode="lines",
            line={"color": theme.EXPECTED, "width": 2, "dash": "dot", "shape": shape},
        ),
        _line(
            text(language, "chart.actual"),
            months,
            actual,
            decimals,
            unit,
            mode="lines+markers",
            line={"color": theme.ACTUAL, "width": 3},
            marker={"size": 8},
        ),
    ]
    shapes = [_level(bound) for bound in _bounds(target)]
    return {
        "data": [trace for trace in data if any(y is not None for y in trace["y"])],
        "layout": layout(months, unit, shapes=shapes, zero=bars),
    }


def trend(
    language: str,
    months: Sequence[int],
    *,
    month: Path,
    year_to_date: Path,
    unit: str,
    decimals: int,
) -> dict[str, object]:
    """One indicator over all its units: each month alone, and the year up to it."""
    data = [
        _line(
            text(language, "chart.month_alone"),
            months,
            month,
            decimals,
            unit,
            mode="lines+markers",
            line={"color": theme.MONTHLY, "width": 1.5},
            marker={"size": 6, "symbol": "circle-open"},
        ),
        _line(
            text(language, "chart.year_to_date"),
            months,
            year_to_date,
            decimals,
            unit,
            mode="lines+markers",
            line={"color": theme.ACTUAL, "width": 3},
            marker={"size": 8},
        ),
    ]
    return {"data": data, "layout": layout(months, unit)}


def layout(
    months: Sequence[int], unit: str, *, shapes: Sequence[dict] = (), zero: bool = False
) -> dict[str, object]:
    """What all charts over months share: Vietnamese numbers and months, nothing to drag."""
    shown = list(months)[:: -(-len(months) // MOST_LABELS)]
    return {
        "separators": ",.",
        "height": 340,
        "margin": {"l": 8, "r": 12, "t": 36, "b": 8},
        "showlegend": True,
        "legend": {"orientation": "h", "y": 1.02, "x": 0, "yanchor": "bottom"},
        "hovermode": "x unified",
        "dragmode": False,
        "xaxis": {
            "type": "category",
            "categoryarray": [month_short(m) for m in months],
            "tickvals": [month_short(m) for m in shown],
            "ticktext": [axis_label(m, months) for m in shown],
            "fixedrange": True,
            "tickangle": 0,
            "showgrid": False,
            "automargin": True,
        },
        "yaxis": {
            "title": {"text": unit},
            "fixedrange": True,
            "rangemode": "tozero" if zero else "normal",
            "tickformat": ",~r",
            "automargin": True,
            "zeroline": False,
        },
        "shapes": list(shapes),
        "bargap": 0.55,
    }


def axis_label(month: int, months: Sequence[int]) -> str:
    """A month under an axis: "T6", with the year at the first one and in every January."""
    short = month_short(month)
    if month == months[0] or month % 12 == 0:
        return short.replace("/", "<br>/")
    return short.partition("/")[0]


def _line(
    name: str, months: Sequence[int], path: Path, decimals: int, unit: str, **style: object
) -> dict[str, object]:
    values = [path.get(month) for month in months]
    return {
        "type": "scatter",
        "name": name,
        "x": [month_short(m) for m in months],
        "y": values,
        "customdata": [with_unit(amount(v, decimals), unit) for v in values],
        "hovertemplate": "%{customdata}",
        "connectgaps": False,
        **style,
    }


def _monthly(
    name: str, months: Sequence[int], path: Path, decimals: int, unit: str, bars: bool
) -> dict[str, object]:
    trace = _line(name, months, path, decimals, unit)
    if bars:
        return trace | {"type": "bar", "marker": {"color": theme.MONTHLY, "opacity": 0.55}}
    marker = {"size": 7, "symbol": "circle-open", "color": theme.MONTHLY, "line": {"width": 2}}
    return trace | {"mode": "markers", "marker": marker}


def _bounds(target: float | tuple[float, float] | None) -> tuple[float, ...]:
    return target if isinstance(target, tuple) else () if target is None else (target,)


def _level(value: float) -> dict[str, object]:
    line = {"color": theme.TARGET, "width": 2, "dash": "dash"}
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": value,
        "y1": value,
        "line": line,
    }
