"""What a visitor gets before any page is drawn: letters, colours, the server's first bytes."""

import gzip
import socket
import subprocess
import sys
import time
import tomllib
import unicodedata
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
import streamlit
from fontTools.ttLib import TTFont
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from kpis import server

pytestmark = pytest.mark.xdist_group("house")  # in a parallel run they share one server

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
THEME = SETTINGS["theme"]

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
LETTERS = {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES}
LETTERS |= {letter.upper() for letter in LETTERS} | set("đĐ")


# Settings


def options(table: dict, prefix: str = "") -> list[str]:
    """The dotted names of the settings in a table, those of nested tables too."""
    names = []
    for key, value in table.items():
        name = f"{prefix}{key}"
        names += options(value, f"{name}.") if isinstance(value, dict) else [name]
    return names


@pytest.mark.parametrize("name", options(SETTINGS))
def test_every_setting_is_one_that_streamlit_knows(name):
    config.get_option(name)  # raises for a name that it does not know


# Letters


@pytest.fixture(scope="module")
def font() -> TTFont:
    """The font that the theme names."""
    [face] = THEME["fontFaces"]
    assert face["family"] == THEME["font"].split(",")[0] == THEME["headingFont"].split(",")[0]
    assert face["url"].startswith("app/static/")
    return TTFont(ROOT / face["url"].removeprefix("app/"))


def test_there_are_134_vietnamese_letters_beside_the_latin_ones():
    assert len({letter for letter in LETTERS if not letter.isascii()}) == 134


def test_the_font_has_every_vietnamese_letter_and_sign_that_pages_use(font):
    signs = "0123456789₫%‰.,:;–—…“”‘’«»·•−×≥≤≠≈Δ→←↑↓●▲■○◆△□◇✓✗½²³°"
    there = font.getBestCmap()
    needed = LETTERS | set(signs) | {chr(code) for code in range(0x20, 0x7F)}
    assert sorted(sign for sign in needed if ord(sign) not in there) == []


def test_text_in_decomposed_form_has_its_combining_marks(font):
    there = font.getBestCmap()
    marks = {mark for letter in LETTERS for mark in unicodedata.normalize("NFD", letter)[1:]}
    assert marks and all(ord(mark) in there for mark in marks)


def test_all_figures_are_equally_wide_in_every_weight(font):
    there = font.getBestCmap()
    for weight in (400, 700):
        glyphs = font.getGlyphSet(location={"wght": weight})
        assert len({glyphs[there[ord(digit)]].width for digit in "0123456789"}) == 1


def test_the_font_is_small_and_its_licence_lies_beside_it():
    assert (ROOT / "static/inter.woff2").stat().st_size < 100_000
    assert "SIL OPEN FONT LICENSE" in (ROOT / "static/inter-OFL.txt").read_text()


# Colours


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 defines it, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def faded(colour: str, ground: str, share: float) -> str:
    """`colour` let through at `share` over `ground`, as Streamlit writes captions (0.6)."""
    pairs = [(int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(share * c + (1 - share) * g):02x}" for c, g in pairs)


def grounds(scheme: str) -> list[str]:
    """The backgrounds that text stands on in a scheme, the sidebar's too."""
    keys = ("backgroundColor", "secondaryBackgroundColor")
    theme = THEME[scheme]
    return [theme[key] for key in keys] + [theme["sidebar"]["backgroundColor"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_links_stand_out_on_every_background(scheme):
    theme = THEME[scheme]
    for ground in grounds(scheme):
        assert contrast(theme["textColor"], ground) >= 7
        assert contrast(theme["linkColor"], ground) >= 4.5
        assert contrast(theme["primaryColor"], ground) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_captions_stand_out_in_the_page_and_in_the_sidebar(scheme):
    theme = THEME[scheme]
    for ground in (theme["backgroundColor"], theme["sidebar"]["backgroundColor"]):
        assert contrast(faded(theme["textColor"], ground, 0.6), ground) >= 4.5


@pytest.mark.parametrize(("scheme", "letters"), [("light", "#ffffff"), ("dark", "#06222b")])
def test_letters_on_the_primary_colour_stand_out(scheme, letters):
    assert contrast(letters, THEME[scheme]["primaryColor"]) >= 4.5
    assert "light-dark(#ffffff, #06222b)" in (ROOT / "static/cam-ket.css").read_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_of_charts_stand_out_from_the_background(scheme):
    for colour in THEME[scheme]["chartCategoricalColors"]:
        assert contrast(colour, THEME[scheme]["backgroundColor"]) >= 3


# The server

DASHBOARD = """
import streamlit as st
st.title("dashboard.py")
st.navigation([st.Page("pages/shown.py")]).run()
"""
SERVE = """
import sys
from pathlib import Path
from kpis import server
server.serve("duckdb:unused", port=int(sys.argv[1]), dashboard=Path(sys.argv[2]))
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The port of a server over a dashboard with one page that is listed and one that is not."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "pages").mkdir()
    (folder / "dashboard.py").write_text(DASHBOARD, encoding="utf-8")
    (folder / "pages/shown.py").write_text("import streamlit as st; st.title('shown')")
    (folder / "pages/hidden.py").write_text("import streamlit as st; st.title('hidden')")
    for name in ("static", ".streamlit"):
        (folder / name).symlink_to(ROOT / name)
    port = free_port()
    command = [sys.executable, "-c", SERVE, str(port), str(folder / "dashboard.py")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_until_healthy(port, process, folder / "log")
        yield port
    finally:
        process.terminate()
        process.wait(10)
    # Nothing but the address and uvicorn's own lines: no warning, no advertisement.
    assert f"http://localhost:{port}" in (folder / "log").read_text()
    assert "WARNING" not in (folder / "log").read_text()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_until_healthy(port: int, process: subprocess.Popen, log: Path) -> None:
    give_up = time.monotonic() + 60
    while True:
        assert process.poll() is None and time.monotonic() < give_up, log.read_text()
        try:
            assert fetch(port, "/_stcore/health")[1] == b"ok"
            return
        except URLError:
            time.sleep(0.1)


def fetch(port: int, path: str, **headers: str):
    """The headers and the body of an answer."""
    request = Request(f"http://localhost:{port}{path}", headers=headers)
    with urlopen(request) as answer:
        return answer.headers, answer.read()


def titles(port: int, page: str) -> list[str]:
    """The titles that a new visitor sees who comes by the address of `page`."""
    message = BackMsg()
    message.rerun_script.page_name = page
    shown = []
    address = f"ws://localhost:{port}/_stcore/stream"
    with connect(address, subprotocols=["streamlit", "x"], max_size=None) as session:
        session.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(session.recv(timeout=30))
            if answer.WhichOneof("type") == "script_finished":
                return shown
            if answer.delta.new_element.WhichOneof("type") == "heading":
                shown.append(answer.delta.new_element.heading.body)


def test_the_very_first_visitor_reaches_no_page_but_through_the_dashboard(served):
    # No other test here opens a session; with one before it this would pass by Streamlit's grace.
    assert titles(served, "hidden") == ["dashboard.py", "shown"]


@pytest.mark.parametrize("path", ["/", "/unit", "/unit?month=2021-06", "/no-such-page"])
def test_every_address_answers_in_vietnamese_and_without_streamlits_advertisement(served, path):
    headers, body = fetch(served, path)
    page = body.decode()
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert '<html lang="vi">' in page
    assert "<title>Cam Kết</title>" in page
    assert "_stcore/agent" not in page


@pytest.mark.parametrize("name", ["inter.woff2", "icon.png", "cam-ket.css"])
def test_what_the_first_page_names_is_served(served, name):
    assert f"./app/static/{name}" in fetch(served, "/")[1].decode()
    assert fetch(served, f"/app/static/{name}")[1] == (ROOT / "static" / name).read_bytes()


def test_scripts_come_gzipped_and_are_the_same_after_unpacking(served):
    files = Path(streamlit.__file__).parent / "static/static"
    for file in [max(files.glob("js/*.js"), key=lambda f: f.stat().st_size), *files.glob("css/*")]:
        path = f"/static/{file.relative_to(files).as_posix()}"
        headers, body = fetch(served, path, **{"Accept-Encoding": "gzip, br"})
        assert headers["Content-Encoding"] == "gzip"
        assert "immutable" in headers["Cache-Control"]
        assert len(body) < file.stat().st_size / 2
        assert gzip.decompress(body) == file.read_bytes()


def test_who_can_not_unpack_gets_scripts_as_they_are(served):
    file = next((Path(streamlit.__file__).parent / "static/static/js").glob("index.*.js"))
    headers, body = fetch(served, f"/static/js/{file.name}")
    assert headers["Content-Encoding"] is None
    assert body == file.read_bytes()


def test_a_streamlit_whose_first_page_has_changed_is_noticed(monkeypatch):
    monkeypatch.setattr(server, "FIRST_PAGE", [("<title>Another</title>", "")])
    with pytest.raises(RuntimeError, match="0 places"):
        server.first_page_text.__wrapped__()
