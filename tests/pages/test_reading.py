"""The pages for reading: on an empty store, on a small province, and along the way of a leader."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

import kpis.ui.app
from kpis.services.stores import StoreError
from kpis.store import database
from kpis.ui.frame import NOT_IN_BAR, PAGES
from tests.ledger import SMALL, at, filled, publish
from tests.pages.clerk import ROOT, drawn, opened

SCRIPTS = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
READING = ["overview", "unit", "indicator", "attention", "figure", "catalogue"]


@pytest.fixture(autouse=True)
def as_served(monkeypatch):
    """Pages run inside the dashboard from the first visit on, as kpis.server sees to.

    AppTest starts anew each time, and then Streamlit runs scripts of pages/ by themselves.
    """
    begin = PagesManager.__init__

    def begun(self, *arguments, **named):
        begin(self, *arguments, **named)
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", begun)


@pytest.fixture
def empty(monkeypatch):
    """A store to which nothing was ever written."""
    made = database.create()
    monkeypatch.setattr(kpis.ui.app, "store", lambda: made)
    yield made
    made.close()


@pytest.fixture
def store(monkeypatch):
    """The small province on 20 April 2021, with two months in full and a third in part."""
    made = filled()
    for month, done, when in (("01", 96, "02-03"), ("02", 90, "03-03"), ("03", 89, "04-03")):
        publish(made, "stp", "dung-han", f"2021-{month}", done, 100, when=f"2021-{when}T09:00")
        publish(made, "stp", "sang-kien", f"2021-{month}", 1, when=f"2021-{when}T09:00")
    publish(made, "snv", "dung-han", "2021-03", 99, 100, when="2021-04-03T09:00")
    monkeypatch.setattr(kpis.ui.app, "store", lambda: made)
    monkeypatch.setattr(kpis.ui.app, "now", lambda: at("2021-04-20T09:00"))
    yield made
    made.close()


def links(app: AppTest) -> dict[str, tuple[str, dict[str, str]]]:
    """The links on the page: words -> page and what its address says."""
    found = {}
    for href, words in re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', drawn(app), re.DOTALL):
        address = urlsplit(unescape(href))
        said = {name: values[0] for name, values in parse_qs(address.query).items()}
        found[unescape(re.sub(r"<[^>]+>", " ", words)).strip()] = address.path.strip("./"), said
    return found


def follow(app: AppTest, words: str) -> AppTest:
    """The page behind the link that has these words."""
    here = links(app)
    path, said = here[words]
    script = {address: name for name, address in PAGES.items()}[path]
    return opened(script, **said)


def warnings(app: AppTest) -> str:
    return " ".join(warning.value for warning in app.warning)


@pytest.mark.parametrize("page", SCRIPTS)
def test_every_page_runs_on_an_empty_store_and_says_what_next(empty, page):
    said = drawn(opened(page))
    assert "Chưa có dữ liệu" in said
    assert "python -m kpis" in said


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", SCRIPTS)
def test_every_page_runs_on_a_small_store_in_both_languages(store, page, language):
    assert drawn(opened(page, month="2021-03", lang=language))


@pytest.mark.parametrize("page", SCRIPTS)
def test_every_page_is_thin(page):
    lines = (ROOT / "pages" / f"{page}.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 60, "move what is not layout to kpis/ui"


def test_every_script_is_a_page_and_every_page_a_script():
    assert sorted(PAGES) == SCRIPTS
    assert set(NOT_IN_BAR) < set(PAGES)


@pytest.mark.parametrize("page", READING)
def test_every_page_says_month_coverage_and_instant(store, page):
    said = drawn(opened(page, month="2021-03"))
    assert "<span>Tháng 03/2021</span>" in said
    assert "1/3 đơn vị đã báo cáo đủ" in said
    assert "Như được biết đến hết ngày 20/04/2021" in said


def test_a_store_that_is_missing_is_said_in_words(monkeypatch):
    def missing():
        raise StoreError("store.missing", url="duckdb:none.duckdb")

    monkeypatch.setattr(kpis.ui.app, "store", missing)
    said = drawn(opened("overview"))
    assert "Không có kho số liệu tại duckdb:none.duckdb" in said
    assert "python -m kpis init --demo" in said


def test_the_headline_counts_the_units_of_each_tier(store):
    said = re.sub(r"<[^>]+>", "", drawn(opened("overview", month="2021-03")))
    # stp: 91,7 of 95 at risk, 3 initiatives of 3; snv: a month is missing; vy: nothing reported
    assert "Đến hết tháng 03/2021: 0 đơn vị đạt 100 % chỉ tiêu cam kết, " in said
    assert "3 đơn vị từ 50 % trở xuống" in said


def test_from_the_headline_to_the_cell_of_the_file_in_four_clicks_and_back(store):
    overview = opened("overview", month="2021-03")
    tier = follow(overview, "3 đơn vị")
    unit = follow(tier, "Sở Tư pháp")
    promise = follow(unit, "Tỷ lệ hồ sơ đúng hạn")
    figure = follow(promise, "02/2021")
    said = drawn(figure)
    assert "<dd><strong>90,0 %</strong> = 100 × 90 / 100</dd>" in said
    assert "figures.csv" in said and "dòng 2" in said
    back = follow(figure, "Tỷ lệ hồ sơ đúng hạn")
    assert "Thực hiện = 100 × 275 / 300 = 91,7 %" in drawn(back)
    assert "Văn bản cam kết" in drawn(follow(back, "Sở Tư pháp"))
    assert "Xếp hạng theo khối" in drawn(follow(back, "Tổng quan"))


def test_every_promise_can_be_asked_why(store):
    said = drawn(opened("unit", unit="stp", month="2021-03"))
    assert said.count("<summary>Vì sao?</summary>") == 2
    assert "Ngưỡng cho phép: 5 % của 95 %" in said
    assert "Văn bản số 15/BCK-STP, ký ngày 26/02/2021" in said


def test_a_revision_stands_beside_what_it_replaced(store):
    publish(store, "stp", "dung-han", "2021-02", 94, 100, when="2021-04-10T09:00", note="đếm lại")
    said = drawn(opened("figure", unit="stp", indicator="dung-han", period="2021-02"))
    assert "2 lần công bố" in said
    assert said.index("94,0 %") < said.index("90,0 %")
    assert "đếm lại" in said and "đã thay" in said


def test_a_month_without_a_figure_says_why(store):
    said = drawn(opened("figure", unit="snv", indicator="dung-han", period="2021-01"))
    assert "Chưa có số liệu nào được công bố cho tháng 01/2021" in said


def test_the_choice_of_a_unit_stands_in_the_address_and_stays(store):
    app = opened("unit", month="2021-03")
    app.selectbox(key="choice.unit").select("snv").run()
    assert app.query_params["unit"] == "snv"
    assert "<h1>Sở Nội vụ</h1>" in drawn(app)
    app.switch_page("pages/catalogue.py").run()
    app.switch_page("pages/unit.py").run()
    assert "<h1>Sở Nội vụ</h1>" in drawn(app)
    assert app.query_params["month"] == "2021-03"


def test_an_unknown_unit_is_said_and_never_another_one(store):
    app = opened("unit", unit="so-nao-do", month="2021-03")
    assert "“so-nao-do”" in warnings(app)
    assert "Hãy chọn một đơn vị" in drawn(app)


@pytest.mark.parametrize(
    ("page", "address", "said"),
    [
        ("overview", {"month": "2031-01"}, "“2031-01”"),
        ("overview", {"month": "x"}, "“x”"),
        ("overview", {"tier": ">99"}, "“>99”"),
        ("overview", {"as_of": "hôm qua"}, "“hôm qua”"),
        ("indicator", {"indicator": "gi-do"}, "“gi-do”"),
        ("attention", {"status": "tốt"}, "“tốt”"),
        ("unit", {"unit": "stp", "indicator": "gi-do"}, "“gi-do”"),
        ("figure", {"unit": "stp", "indicator": "dung-han", "period": "x"}, "“x”"),
        ("figure", {"unit": "zz", "indicator": "dung-han"}, "“zz”"),
    ],
)
def test_an_unknown_code_in_the_address_is_said(store, page, address, said):
    assert said in warnings(opened(page, **address))


def test_a_view_of_an_earlier_day_says_so_and_leads_back(store):
    app = opened("unit", unit="stp", month="2021-02", as_of="2021-03-02")
    said = drawn(app)
    assert "Số liệu như được biết đến hết ngày 02/03/2021." in said
    assert "Chờ số liệu" in said  # February came on 3 March
    assert "as_of" in links(app)["Cần chú ý"][1]
    assert "as_of" not in links(app)["Trở về hiện tại"][1]


def test_a_publication_shows_on_the_next_run(store):
    app = opened("unit", unit="snv", month="2021-03")
    assert "Không có số liệu" in drawn(app)
    for month in ("01", "02"):
        publish(store, "snv", "dung-han", f"2021-{month}", 9, 10, when="2021-04-19T09:00")
    assert "93,0 %" not in drawn(app)
    assert "99,0 %" in drawn(app.run()) or "Thực hiện = 100 × 117 / 120" in drawn(app)


def test_a_month_without_promises_says_what_next(store):
    publish(store, "stp", "dung-han", "2020-12", 9, 10, when="2021-01-03T09:00")
    assert "không có bản cam kết nào" in drawn(opened("overview", month="2020-12"))
    said = drawn(opened("unit", unit="stp", month="2020-12"))
    assert "Văn bản số 15/BCK-STP: từ 01/2021 đến 12/2021" in said
    said = drawn(opened("indicator", indicator="dung-han", month="2020-12"))
    assert "không có đơn vị nào cam kết" in said


def test_a_unit_that_never_signed_says_so(monkeypatch):
    units = SMALL["units.csv"] + "syt,Sở Y tế,Health,so,,2010-01-01,,\n"
    made = filled(SMALL | {"units.csv": units})
    monkeypatch.setattr(kpis.ui.app, "store", lambda: made)
    monkeypatch.setattr(kpis.ui.app, "now", lambda: at("2021-04-20T09:00"))
    said = drawn(opened("unit", unit="syt", month="2021-03"))
    assert "Sở Y tế chưa có bản cam kết nào" in said
    made.close()


def test_before_anybody_reports_nothing_is_judged_and_the_page_says_so(monkeypatch):
    made = filled()
    monkeypatch.setattr(kpis.ui.app, "store", lambda: made)
    monkeypatch.setattr(kpis.ui.app, "now", lambda: at("2021-03-02T09:00"))
    said = drawn(opened("overview", month="2021-02"))
    assert "0/3 đơn vị đã báo cáo đủ (tạm tính, chưa hết hạn báo cáo)" in said
    made.close()


def test_attention_lists_the_worst_with_reasons_and_groups_them(store):
    said = drawn(opened("attention", month="2021-03"))
    assert "Quá hạn chưa có số liệu: 01/2021, 02/2021." in said
    by_unit = drawn(opened("attention", month="2021-03", group="don-vi"))
    assert re.search(r"<h3><a [^>]*>Thành phố Vĩnh Yên</a>", by_unit)
    risky = drawn(opened("attention", month="2021-03", status="at_risk"))
    assert "1 cam kết cần chú ý" in risky and "Lệch 3,3 điểm % so với mức cần có." in risky


def test_an_indicator_shows_the_whole_its_coverage_and_every_unit(store):
    said = drawn(opened("indicator", indicator="dung-han", month="2021-03"))
    assert re.search(r"Tất cả đơn vị cam kết</th>.*94,0 %.*93,5 %.*2/2 đơn vị", said, re.DOTALL)
    assert said.index("Sở Tư pháp</a>") < said.index("Sở Nội vụ</a>") or "Không có số liệu" in said


def test_the_catalogue_is_found_without_marks(store):
    said = drawn(opened("catalogue", q="dung han theo linh vuc"))
    assert "1/5 chỉ tiêu" in said and "Đúng hạn theo lĩnh vực" in said
    assert "0/5 chỉ tiêu" in drawn(opened("catalogue", q="không có"))


def test_names_from_outside_are_never_markup(monkeypatch):
    nasty = "<script>alert(1)</script>"
    catalogue = SMALL["catalogue/thu.yaml"].replace("Số sáng kiến", nasty)
    made = filled(SMALL | {"catalogue/thu.yaml": catalogue})
    monkeypatch.setattr(kpis.ui.app, "store", lambda: made)
    monkeypatch.setattr(kpis.ui.app, "now", lambda: at("2021-04-20T09:00"))
    for page, address in (
        ("unit", {"unit": "stp"}),
        ("catalogue", {}),
        ("attention", {}),
        ("indicator", {"indicator": "sang-kien"}),
    ):
        said = drawn(opened(page, month="2021-03", **address))
        assert nasty not in said
        assert "&lt;script&gt;alert(1)" in said
    made.close()


def test_a_regime_from_the_15th_prints_its_window(monkeypatch):
    settings = SMALL["settings.yaml"].replace(
        "{due_day: 5, due_month: next, window_start_day: 1}",
        "{due_day: 20, due_month: same, window_start_day: 15}",
    )
    made = filled(SMALL | {"settings.yaml": settings})
    monkeypatch.setattr(kpis.ui.app, "store", lambda: made)
    monkeypatch.setattr(kpis.ui.app, "now", lambda: at("2021-06-20T09:00"))
    assert "Tháng 06/2021 (15/05/2021 – 14/06/2021)" in drawn(opened("overview", month="2021-06"))
    made.close()
