"""How the command line prints: the only place that writes to the screen of a terminal."""

import csv
import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping

from kpis.domain.months import month_text
from kpis.services.evaluation import Evaluation
from kpis.ui.sentences import sentence

COLUMNS = """
    commitment unit indicator start due comparator target low high actual expected attainment
    pace_attainment status required out_of_reach forecast forecast_ok weighted weight gaps member
"""


def say(text: str) -> None:
    """The one place that prints results."""
    sys.stdout.write(text + "\n")


def complain(text: str) -> None:
    """The one place that prints problems and progress."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def words(options: Namespace, code: str, /, **values: object) -> str:
    """A sentence of the command line in the language asked for."""
    return sentence("cli", options.language, code, **values)


def say_csv(items: Iterable[Mapping]) -> None:
    """The items as CSV, numbers unrounded."""
    columns = COLUMNS.split()
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for item in items:
        writer.writerow([_cell(item.get(column)) for column in columns])


def _cell(value: object) -> object:
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value


def say_table(options: Namespace, evaluation: Evaluation, result: dict) -> None:
    as_of = evaluation.known.as_of.isoformat(timespec="seconds")
    say(words(options, "evaluate.title", month=month_text(evaluation.month), as_of=as_of))
    say(", ".join(f"{tier}: {count}" for tier, count in evaluation.headline.items()))
    say(words(options, "evaluate.units"))
    for row in sorted(result["units"], key=lambda r: (r["kind"], r["rank"] or 10**6, r["unit"])):
        completion, score = (_percent(row[key]) for key in ("completion", "score"))
        share = f"{row['done']}/{row['judged']}"
        rank = row["rank"] or "-"
        say(
            f"{rank:>4}  {row['unit']:<30}  {row['kind']:<10}  {share:>7}  {completion:>12}"
            f"  {score:>8}"
        )
    say(words(options, "evaluate.items"))
    for item in result["items"]:
        say(f"  {item['unit']:<30} {item['indicator']:<32} {item['status']}")


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
