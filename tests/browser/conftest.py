"""The dashboard as a visitor has it: the real server, a demonstration store, Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
CHROMIUM = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STARTED_WITHIN = 60  # seconds; a slow machine with cold files takes twenty

# True once the script has rested for a moment: after a click it does not start at once.
SETTLED = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const resting = app?.dataset.testScriptState === "notRunning"
        && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]');
    if (!resting) { window.restingSince = undefined; return false; }
    window.restingSince ??= performance.now();
    return performance.now() - window.restingSince > 400;
}"""


def pytest_collection_modifyitems(items):
    """Tests of this folder carry the marker, and in a parallel run they share one server."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory) -> Path:
    """The demonstration province in a file of its own, made once; not to be written to."""
    path = tmp_path_factory.mktemp("demo") / "kpis.duckdb"
    command = [sys.executable, "-m", "kpis", "init", "--demo", "--store", f"duckdb:{path}"]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr
    return path


@contextmanager
def serving(store: Path, log: Path):
    """The address of a dashboard over `store`, served by a process that ends with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kpis", "serve", "--store", f"duckdb:{store}"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*command, "--port", str(port)], cwd=ROOT, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        address = f"http://localhost:{port}"
        assert _healthy(address, server), log.read_text(errors="replace")
        yield address
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _healthy(address: str, server: subprocess.Popen) -> bool:
    give_up = time.monotonic() + STARTED_WITHIN
    while server.poll() is None and time.monotonic() < give_up:
        try:
            with urlopen(f"{address}/_stcore/health") as answer:
                return answer.read() == b"ok"
        except URLError:
            time.sleep(0.1)
    return False


@pytest.fixture(scope="package")
def dashboard(demo_store, tmp_path_factory):
    """The address of the dashboard that tests share; they read and choose, they do not write."""
    folder = tmp_path_factory.mktemp("dashboard")
    store = shutil.copy(demo_store, folder)
    with serving(store, folder / "log") as address:
        yield address


@pytest.fixture
def own_dashboard(demo_store, tmp_path):
    """The address of a dashboard for one test alone, which may submit and publish."""
    store = shutil.copy(demo_store, tmp_path)
    with serving(store, tmp_path / "log") as address:
        yield address


@pytest.fixture(scope="package")
def browser():
    """Chromium; skips where there is none, but fails with CI=true."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not found:
        message = "no Chromium on PATH: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    # Package and not session: while Playwright runs, no other test could start an event loop.
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """An empty tab, 1440 x 900, Vietnamese, light. Fails a test that asks for anything outside."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="vi-VN", color_scheme="light"
    )
    page = context.new_page()
    outside = []
    page.on("request", lambda request: _is_local(request.url) or outside.append(request.url))
    yield page
    context.close()
    assert not outside, f"the page asked for {outside}"


def _is_local(url: str) -> bool:
    return url.startswith(("http://localhost:", "data:", "blob:"))


@pytest.fixture
def settled():
    """Waits until the page that is shown has nothing more to draw."""

    def wait(page, timeout: float = 30) -> None:
        page.evaluate("window.restingSince = undefined")
        page.wait_for_function(SETTLED, timeout=timeout * 1000)

    return wait
