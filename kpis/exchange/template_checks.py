"""What a workbook refuses while it is being filled in; the reader checks all of it again."""

from collections.abc import Mapping

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from kpis.domain.definitions import Indicator
from kpis.exchange.layout import MARK
from kpis.exchange.numerals import written
from kpis.exchange.template_words import WORDS


def add_check(
    sheet: Worksheet,
    row: int,
    column: int,
    key: str,
    indicator: Indicator,
    columns: Mapping[str, int],
    language: str,
) -> None:
    """Adds the validation of one input cell; notes have none.

    key: the name of the column (layout.HEADERS). columns: where each of them stands.
    """
    if key == "note":
        return
    words = WORDS[language]
    if key in ("numerator", "denominator"):
        rule, sentence = _count_rule(row, key, indicator, columns, words)
    elif key == "nothing":
        rule, sentence = {"validate": "list", "source": [MARK]}, words["mark"]
    else:
        rule, sentence = _value_rule(indicator, words, language)
    if key == "value" and indicator.kind == "ratio":
        rule["input_message"] = words["value_alone"]
    elif key in ("nothing", "value"):
        rule["input_message"] = sentence
    rule |= {"error_title": words["wrong"], "error_message": sentence, "ignore_blank": True}
    sheet.data_validation(row, column, row, column, rule)


def _count_rule(
    row: int, key: str, indicator: Indicator, columns: Mapping[str, int], words: dict[str, str]
) -> tuple[dict, str]:
    if not indicator.share:
        return {"validate": "decimal", "criteria": ">=", "value": 0}, words["from_0"]
    numerator = xl_rowcol_to_cell(row, columns["numerator"])
    denominator = xl_rowcol_to_cell(row, columns["denominator"])
    own, other = (numerator, denominator) if key == "numerator" else (denominator, numerator)
    fits = f'=AND(ISNUMBER({own}),{own}>=0,OR({other}="",{numerator}<={denominator}))'
    sentence = words["part" if key == "numerator" else "whole_of"]
    return {"validate": "custom", "value": fits}, sentence


def _value_rule(indicator: Indicator, words: dict[str, str], language: str) -> tuple[dict, str]:
    if indicator.kind == "milestone":
        return {"validate": "list", "source": ["0", "1"]}, words["milestone"]
    if indicator.kind == "rank":
        return {"validate": "integer", "criteria": ">=", "value": 1}, words["rank"]
    low, high = indicator.min, indicator.max
    if indicator.kind in ("ratio", "count"):
        low = max(low or 0, 0)
    if indicator.share:
        high = indicator.scale if high is None else min(high, indicator.scale)
    bounds = {
        "min": None if low is None else written(low, language),
        "max": None if high is None else written(high, language),
    }
    if low is not None and high is not None:
        rule = {"criteria": "between", "minimum": low, "maximum": high}
        return {"validate": "decimal", **rule}, words["between"].format(**bounds)
    if low is not None:
        rule = {"criteria": ">=", "value": low}
        return {"validate": "decimal", **rule}, words["at_least"].format(**bounds)
    if high is not None:
        rule = {"criteria": "<=", "value": high}
        return {"validate": "decimal", **rule}, words["at_most"].format(**bounds)
    # Any number, but no text: Excel has no such rule, so two bounds beyond all numbers.
    rule = {"criteria": "between", "minimum": -1e26, "maximum": 1e26}
    return {"validate": "decimal", **rule}, words["number"]
