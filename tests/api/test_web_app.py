"""How the web app is sent: what is kept for how long, what is compressed, what is not there."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette
from starlette.middleware import Middleware

from likewise.web.cookies import SessionCookies
from likewise.web.headers import SecurityHeaders
from likewise.web.web_app import WebApp

PAGE = b"<!doctype html><title>Likewise</title>"
SCRIPT = b"console.log('Likewise')"
FONT = b"wOF2"


def client(folder: Path) -> AsyncClient:
    web_app = WebApp(SessionCookies(secure=False), folder)
    app = Starlette(
        routes=web_app.routes(),
        middleware=[Middleware(SecurityHeaders, secure=False)],
        exception_handlers=web_app.exception_handlers(),
    )
    return AsyncClient(transport=ASGITransport(app), base_url="http://likewise.example")


@pytest.fixture
async def web(tmp_path: Path) -> AsyncIterator[AsyncClient]:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_bytes(PAGE)
    (tmp_path / "persisted-documents.json").write_bytes(b"{}")
    (tmp_path / "assets" / "index-1a2b.js").write_bytes(SCRIPT)
    (tmp_path / "assets" / "index-1a2b.js.gz").write_bytes(gzip.compress(SCRIPT))
    (tmp_path / "assets" / "font-3c4d.woff2").write_bytes(FONT)
    async with client(tmp_path) as web:
        yield web


@pytest.mark.parametrize("path", ["/", "/feed", "/wallet", "/@ada", "/sign-up"])
async def test_the_page_is_at_every_address_of_the_app_and_is_asked_for_again(
    web: AsyncClient, path: str
) -> None:
    answer = await web.get(path)
    assert answer.content == PAGE
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    known = await web.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")


async def test_the_page_may_load_from_its_own_origin_alone(web: AsyncClient) -> None:
    policy = (await web.get("/")).headers["content-security-policy"]
    allowed = set(re.findall(r"'[^']*'|\S+:", policy))
    assert allowed == {"'none'", "'self'", "'script'"}
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy


async def test_a_file_whose_name_has_a_digest_is_kept_for_good(web: AsyncClient) -> None:
    answer = await web.get("/assets/index-1a2b.js")
    assert answer.content == SCRIPT
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "gzip"),  # there is no Brotli beside this file
        ("GZIP", "gzip"),
        ("br", None),
        ("gzip;q=0", None),
        ("identity", None),
        ("", None),
    ],
)
async def test_what_was_compressed_at_the_build_goes_to_who_takes_it(
    web: AsyncClient, accepted: str, encoding: str | None
) -> None:
    answer = await web.get("/assets/index-1a2b.js", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding") == encoding
    assert answer.content == SCRIPT


async def test_what_was_not_compressed_goes_as_it_is(web: AsyncClient) -> None:
    answer = await web.get("/assets/font-3c4d.woff2")
    assert (answer.content, answer.headers["content-type"]) == (FONT, "font/woff2")
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/assets/",
        "/assets/index-9z9z.js",
        "/assets/index-1a2b.js.gz",
        "/assets/../persisted-documents.json",
        "/assets/%2e%2e/persisted-documents.json",
        "/persisted-documents.json",
        "/index.html",
    ],
)
async def test_what_is_not_there_is_not_found(web: AsyncClient, path: str) -> None:
    answer = await web.get(path)
    assert (answer.status_code, answer.text) == (404, "Not Found")


async def test_a_browser_is_shown_in_the_apps_words_that_nothing_is_there(web: AsyncClient) -> None:
    answer = await web.get("/nowhere", headers={"Accept": "text/html,*/*"})
    assert (answer.status_code, answer.content) == (404, PAGE)
    assert "script-src 'self'" in answer.headers["content-security-policy"]


async def test_without_a_build_the_front_page_says_how_to_build_and_loads_nothing(
    tmp_path: Path,
) -> None:
    async with client(tmp_path) as web:
        answer = await web.get("/")
        assert (await web.get("/feed", headers={"Accept": "text/html"})).status_code == 404
    assert "hatch_build.py" in answer.text
    assert "/graphql" in answer.text
    assert not re.search(r"<script|src=|@import|url\(", answer.text)
    styles = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(styles[0].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in answer.headers["content-security-policy"]
