"""A clerk and an administrator at the pages that write, over the small province of tests.ledger."""

import re
from io import BytesIO
from pathlib import Path

import openpyxl
from streamlit.testing.v1 import AppTest

from kpis.domain.months import month_of
from kpis.services.evaluation import evaluate
from kpis.services.owing import make_template
from kpis.store.database import Store
from tests.ledger import at

ROOT = Path(__file__).parents[2]
NOW = "2021-04-03T09:00"  # two days before the figures of March 2021 are due
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = {"numerator": "Tử số", "denominator": "Mẫu số", "value": "Giá trị", "note": "Ghi chú"}


def opened(page: str, **address: str) -> AppTest:
    """The page as a new visitor sees it who comes by this address."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
    app.switch_page(f"pages/{page}.py")
    for name, code in address.items():
        app.query_params[name] = code
    app.run()
    assert not app.exception, app.exception
    return app


def drawn(app: AppTest) -> str:
    """All markup on the page; spaces that do not break are plain ones.

    Cells hold what they say in a span, so that a phone can set it beside its column's name; tests
    read the cell.
    """
    assert not app.exception, app.exception
    marked = "\n".join(element.proto.body for element in app.get("html"))
    marked = re.sub(r"(<td[^>]*>)<span>(.*?)</span></td>", r"\1\2</td>", marked, flags=re.DOTALL)
    return marked.replace("\u00a0", " ")


def workbook(store: Store, unit: str, month: str, cells: dict[str, dict], now: str = NOW) -> bytes:
    """The workbook of a unit and month, filled in: indicator -> column -> what is typed."""
    evaluation = evaluate(store, month_of(month), at(now))
    book = openpyxl.load_workbook(BytesIO(make_template(store, evaluation, unit)))
    sheet = book.worksheets[0]
    rows = {str(row[0].value).partition("|")[0]: row for row in sheet.iter_rows(min_row=9)}
    heads = {str(cell.value): place for place, cell in enumerate(sheet[8])}
    for indicator, typed in cells.items():
        for column, value in typed.items():
            head = next(head for head in heads if head.startswith(COLUMNS[column]))
            rows[indicator][heads[head]].value = value
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def upload(app: AppTest, content: bytes, name: str = "thang3.xlsx") -> AppTest:
    """The page after the clerk has chosen a file."""
    app.file_uploader[0].upload(name, content, XLSX)
    return app.run()


def button(app: AppTest, words: str):
    """The one button whose label begins with these words."""
    [found] = [each for each in app.button if each.label.startswith(words)]
    return found
