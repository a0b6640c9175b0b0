"""Starts the dashboard: one process, warm before its first visitor, Vietnamese from its first byte.

Stands beside dashboard.py: it knows Streamlit's server, and nothing of what the pages show.
"""

import gc
import gzip
import os
import pkgutil
import re
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from importlib import import_module
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

import kpis

DASHBOARD = Path(__file__).parents[1] / "dashboard.py"
STREAMLIT_FILES = Path(st.__file__).parent / "static"
COMPRESSIBLE = {".js": "text/javascript", ".css": "text/css"}

# Streamlit's first page is English and names Streamlit; what it says instead, in its own places.
FIRST_PAGE = [
    (r'<html lang="en">', '<html lang="vi">'),
    (r"<title>Streamlit</title>", "<title>Cam Kết</title>"),
    (r"\./favicon\.png", "./app/static/icon.png"),
    (r"\./static/media/SourceSansVF-Upright[^\"]*", "./app/static/inter.woff2"),
    (r'<!--\s+Machine-readable.*?<link rel="service-desc"[^>]*/>', ""),
    (r"<noscript>.*?</noscript>", "<noscript>Hãy bật JavaScript. Turn on JavaScript.</noscript>"),
    (r"</head>", '<link rel="stylesheet" href="./app/static/cam-ket.css" />\n  </head>'),
    (r'<div id="root"></div>', '<div id="root"><p class="loading">Cam Kết: đang tải…</p></div>'),
]


class PageName(StringConvertor):
    """One segment of a path that can be the name of a page: not a file, not a way to sign in."""

    regex = r"(?!oauth2callback$)[^/.]+"


register_url_convertor("page", PageName())


def _say_where(address: str) -> None:
    sys.stdout.write(f"Cam Kết: {address}\n")
    sys.stdout.flush()


def serve(
    store_url: str,
    host: str = "127.0.0.1",
    port: int = 8501,
    started: Callable[[str], None] = _say_where,
    dashboard: Path = DASHBOARD,
) -> None:
    """Serves the dashboard over the store until the process is told to stop.

    started: called once with the address, as soon as visitors can come.
    dashboard: the script to serve; static/ and .streamlit/ lie beside it.
    Exits with 1 when the port is taken.
    """
    os.environ["KPIS_STORE"] = store_url
    # Streamlit looks for .streamlit/config.toml beside the script that was started.
    sys.argv = [str(dashboard)]
    warm_up()
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host
    address = f"http://{shown}:{port}"
    app = application(dashboard, lambda: started(address))
    app.run(config={"server.address": host, "server.port": port})


def application(script: Path, running: Callable[[], None] = lambda: None) -> st.App:
    """The dashboard as an ASGI application; `running` is called when it has started."""
    # Until a session of this process has called st.navigation, Streamlit runs any file of pages/
    # that an address names, without the script and so without whatever it checks first. This is
    # what st.navigation sets; calling it here would warn that there is no session.
    PagesManager.uses_pages_directory = False

    @asynccontextmanager
    async def lifespan(app: st.App) -> AsyncIterator[None]:
        running()
        yield

    return st.App(
        script,
        routes=[Route("/", first_page), Route("/{name:page}", first_page)],
        middleware=[Middleware(CompressedOnce)],
        lifespan=lifespan,
    )


def warm_up() -> None:
    """Imports all that a page may need and draws a figure, so that no visitor waits for it."""
    for module in pkgutil.walk_packages(kpis.__path__, "kpis."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    go.Figure(go.Bar(x=pd.Index(["a"]), y=pd.array([1]))).to_json()
    gc.collect()
    gc.freeze()  # what is loaded now stays; collections need not walk it again


async def first_page(request: Request) -> Response:
    """Streamlit's index.html in Vietnamese, for every page of the dashboard."""
    return HTMLResponse(first_page_text(), headers={"Cache-Control": "no-cache"})


@cache
def first_page_text() -> str:
    """Streamlit's index.html with FIRST_PAGE put in. RuntimeError when a place is not there."""
    html = (STREAMLIT_FILES / "index.html").read_text(encoding="utf-8")
    for pattern, ours in FIRST_PAGE:
        html, places = re.subn(pattern, ours, html, flags=re.DOTALL)
        if places != 1:
            raise RuntimeError(f"Streamlit's index.html has {places} places for {pattern!r}, not 1")
    return html


class CompressedOnce:
    """Sends Streamlit's scripts and styles gzipped; each is compressed once and then kept.

    Streamlit sends them as they are, 9 MB for a page with a chart, and leaves compressing to a
    proxy, which a small office does not have.
    """

    def __init__(self, app: ASGIApp):
        self.app = app
        self.files = {
            f"/static/{path.relative_to(STREAMLIT_FILES / 'static').as_posix()}": path
            for path in (STREAMLIT_FILES / "static").rglob("*")
            if path.suffix in COMPRESSIBLE
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        file = self.files.get(scope["path"]) if scope["type"] == "http" else None
        if file and _may_be_gzipped(scope):
            body = await run_in_threadpool(_gzipped, file)
            await _asset(body, COMPRESSIBLE[file.suffix])(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _may_be_gzipped(scope: Scope) -> bool:
    return scope["method"] in ("GET", "HEAD") and "gzip" in Headers(scope=scope).get(
        "accept-encoding", ""
    )


@cache
def _gzipped(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), compresslevel=6, mtime=0)


def _asset(body: bytes, media_type: str) -> Response:
    return Response(
        body,
        media_type=media_type,
        headers={
            "Content-Encoding": "gzip",
            "Vary": "Accept-Encoding",
            # The name holds a hash of the content, so it never changes under one name.
            "Cache-Control": "public, immutable, max-age=31536000",
        },
    )
