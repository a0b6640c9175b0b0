"""The pages for reading in a real browser, over the demonstration province."""

import re
import unicodedata
from pathlib import Path

import pytest
import yaml

from kpis.ui.text import messages
from tests.browser.conftest import SETTLED

ROOT = Path(__file__).parents[2]
MONTH = "month=2021-06"
UNIT = "unit=huyen-lap-thach"
ADDRESSES = {
    "overview": f"/?{MONTH}",
    "tier": f"/?{MONTH}&tier=%3E85",
    "unit": f"/unit?{MONTH}&{UNIT}",
    "promise": f"/unit?{MONTH}&{UNIT}&indicator=ho-so-truc-tuyen",
    "figure": f"/figure?{MONTH}&{UNIT}&indicator=tthc-dung-han&period=2021-05",
    "indicator": f"/indicator?{MONTH}&indicator=tthc-dung-han",
    "attention": f"/attention?{MONTH}",
    "catalogue": f"/catalogue?{MONTH}",
}
WIDTHS = {"desk": (1440, 900), "tablet": (820, 1180), "telephone": (390, 844)}
MAIN = "document.querySelector('[data-testid=\"stMain\"]')"


@pytest.fixture
def opened(page, dashboard, settled):
    """Opens an address and waits until everything is drawn."""

    def opening(address: str, width: int = 1440, height: int = 900):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(dashboard + address)
        settled(page)
        return page

    return opening


def test_from_the_headline_to_the_cell_of_the_file_in_four_clicks_and_back(opened, settled):
    page = opened(ADDRESSES["overview"])
    page.evaluate("window.sameVisit = true")
    steps = [
        (page.locator(".headline a", has_text="9 đơn vị"), "9 đơn vị hoàn thành trên 85 %"),
        (page.locator(".chosen a", has_text="Huyện Yên Lạc"), "Huyện Yên Lạc"),
        (page.locator("h4 a", has_text="giải quyết đúng hạn và trước hạn"), "Từng tháng"),
        (page.locator("th a", has_text="04/2021"), "Số liệu tháng 04/2021"),
    ]
    addresses = []
    for link, heading in steps:
        addresses.append(page.url)
        link.click()
        settled(page)
        page.get_by_role("heading", name=heading).first.wait_for()
    assert "so-lieu_huyen-yen-lac_2021-04.csv" in page.inner_text("body")
    assert re.search(r"dòng \d+", page.inner_text("body"))
    for address in reversed(addresses):
        page.go_back()
        settled(page)
        assert page.url == address
    assert "9 đơn vị hoàn thành" not in page.inner_text("body")
    assert page.evaluate("window.sameVisit"), "a click loaded the page anew"


def test_the_address_of_a_view_shows_it_to_a_colleague(opened):
    page = opened(ADDRESSES["promise"])
    assert page.locator("h1").inner_text() == "Tỷ lệ hồ sơ TTHC tiếp nhận trực tuyến"
    assert "06/2021" in page.locator(".facts").inner_text()


@pytest.mark.parametrize("name", ADDRESSES)
def test_nothing_has_to_be_scrolled_sideways(opened, settled, name):
    page = opened(ADDRESSES[name])
    for width, height in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": height})
        settled(page)
        assert page.evaluate(f"{MAIN}.scrollWidth <= {MAIN}.clientWidth"), width
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


@pytest.mark.parametrize("width", ["desk", "tablet"])
def test_the_first_screen_answers_without_scrolling(opened, width):
    page = opened(ADDRESSES["overview"], *WIDTHS[width])
    height = WIDTHS[width][1]
    for block in (".headline", ".tiers", ".facts"):
        box = page.locator(block).first.bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= height, block
    fifth = page.locator(".worst li").nth(4).bounding_box()
    assert fifth["y"] + fifth["height"] <= height
    for heading in ("Thay đổi so với tháng 05/2021", "Các tháng năm 2021"):
        box = page.get_by_role("heading", name=heading).bounding_box()
        assert box["y"] + box["height"] <= height, heading


def test_a_telephone_shows_the_tiers_at_once(opened):
    page = opened(ADDRESSES["overview"], *WIDTHS["telephone"])
    cards = [card.bounding_box() for card in page.locator("a.card").all()]
    assert len(cards) == 5 and all(card["y"] + card["height"] <= 844 for card in cards)


# Words that are the same in both languages, or names.
ALLOWED = {"en", "vi", "csv", "iso", "sipas", "ddci", "bcci", "dvc", "pci"}


def english_words() -> set[str]:
    """Words of the English screens and of Streamlit's own that no Vietnamese text has."""
    streamlit = """skip main content choose option options upload browse files drag drop limit
        running deploy rerun settings results fullscreen close clear download show hide loading
        press enter apply value error expand collapse sidebar search select made with"""
    english = " ".join(messages("en").values()) + streamlit
    vietnamese = " ".join(messages("vi").values())
    for path in ROOT.glob("kpis/catalogue/*.yaml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            texts = [v["vi"] for v in entry.values() if isinstance(v, dict)]
            vietnamese += " ".join([*texts, entry["code"], str(entry.get("basis"))])
    for path in ROOT.glob("data/demo/*.csv"):
        vietnamese += path.read_text(encoding="utf-8")
    return words_of(english) - words_of(vietnamese) - ALLOWED


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{3,}", unicodedata.normalize("NFC", text.lower())))


SAID = """() => {
    const seen = [document.title, document.body.innerText];
    for (const e of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]"))
        for (const name of ["aria-label", "title", "placeholder", "alt"])
            if (e.getAttribute(name) && e.offsetParent) seen.push(e.getAttribute(name));
    return seen.join("\\n");
}"""


@pytest.fixture(scope="module")
def screens(browser, dashboard):
    """All that each screen says in Vietnamese, with every answer to "why" open, and its badge."""
    context = browser.new_context(locale="vi-VN", viewport={"width": 1440, "height": 900})
    page, said = context.new_page(), {}
    for name, address in ADDRESSES.items():
        page.goto(dashboard + address)
        page.wait_for_function(SETTLED, timeout=30_000)
        page.evaluate("document.querySelectorAll('details.why').forEach(d => d.open = true)")
        language = page.evaluate("document.documentElement.lang")
        said[name] = language, page.evaluate(SAID), page.locator(".facts").inner_text()
    context.close()
    return said


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_english_word_is_left_on_a_vietnamese_screen(screens, name):
    language, said, _ = screens[name]
    assert language == "vi"
    assert sorted(words_of(said) & english_words()) == []


@pytest.mark.parametrize("name", ADDRESSES)
def test_numbers_are_written_as_in_vietnam(screens, name):
    _, said, _ = screens[name]
    assert not re.findall(r"\d+\.\d{1,2}\b(?!\.)", said)
    assert "undefined" not in said and "NaN" not in said and "None" not in said


@pytest.mark.parametrize("name", ADDRESSES)
def test_every_screen_says_that_its_figures_are_illustrative(screens, name):
    assert "Dữ liệu minh họa" in screens[name][2]


def test_an_english_screen_is_english(opened):
    page = opened(ADDRESSES["unit"] + "&lang=en")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("h1").inner_text() == "Lập Thạch District"
    assert "On track" in page.inner_text("body")
    assert "Chậm tiến độ" not in page.inner_text("body")


def test_why_is_asked_and_answered_by_keyboard(opened):
    page = opened(ADDRESSES["unit"])
    ask = page.locator("summary", has_text="Vì sao?").first
    page.locator("h4 a").first.focus()
    page.keyboard.press("Tab")
    assert ask.evaluate("e => e === document.activeElement")
    assert ask.evaluate("e => getComputedStyle(e).outlineStyle") != "none"
    page.keyboard.press("Enter")
    answer = page.locator(".answer").first
    assert answer.is_visible()
    assert "Quy tắc" in answer.inner_text()


@pytest.mark.parametrize("name", ["overview", "unit", "indicator", "attention"])
def test_what_can_be_pressed_is_large_enough(opened, name):
    page = opened(ADDRESSES[name], *WIDTHS["telephone"])
    small = page.evaluate(
        """() => [...document.querySelectorAll(".stHtml a, .stHtml summary")]
            .filter(e => e.offsetParent && !e.closest("p, .crumbs, details:not([open]) .folded"))
            .map(e => [e.innerText, e.getBoundingClientRect()])
            .filter(([words, box]) => box.height < 24 || box.width < 24)
            .map(([words]) => words)"""
    )
    assert small == []


def test_dark_screens_take_dark_colours(browser, dashboard, settled):
    context = browser.new_context(color_scheme="dark", locale="vi-VN")
    page = context.new_page()
    page.goto(dashboard + ADDRESSES["overview"])
    settled(page)
    ink = page.locator(".headline").evaluate("e => getComputedStyle(e).color")
    context.close()
    assert min(int(part) for part in re.findall(r"\d+", ink)[:3]) > 180


@pytest.mark.parametrize("name", ["promise", "indicator"])
def test_every_chart_has_its_message_as_text(opened, name):
    page = opened(ADDRESSES[name])
    chart = page.locator('[data-testid="stPlotlyChart"]').first
    chart.wait_for()
    said = chart.evaluate(
        "e => [...e.querySelectorAll('[aria-label]'), e].map(x => x.getAttribute('aria-label'))"
    )
    assert any(words and "%" in words for words in said)
