"""How the edge serves the console: what is kept, what is asked for anew, what a page may run."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from edge import CONSOLE, Answer, Edge, ask, problem_of, serving_edge


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def edge(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Edge]:
    async with serving_edge(tmp_path_factory.mktemp("edge")) as running:
        yield running


async def get(edge: Edge, path: str, headers: str = "") -> Answer:
    return await ask(edge.port, f"GET {path} HTTP/1.1\r\nHost: x\r\n{headers}\r\n".encode())


def policy_of(answer: Answer) -> dict[str, str]:
    return dict(part.strip().partition(" ")[::2] for part in answer[1]["content-security-policy"].split(";"))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/login",
        "/inbox/0198?view=mine",
        "/settings/quick-replies",
        "/invitation",
        "/unheard-of",
        "/index.html",
    ],
)
async def test_every_screen_is_the_page_and_is_asked_for_anew(edge: Edge, path: str) -> None:
    status, headers, body = await get(edge, path)
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert body.decode() == CONSOLE["index.html"]
    assert headers["cache-control"] == "no-cache"
    assert (await get(edge, path, f"If-None-Match: {headers['etag']}\r\n"))[0] == 304


async def test_assets_are_kept_for_ever_and_sent_compressed(edge: Edge) -> None:
    status, headers, body = await get(edge, "/assets/index-1a2b.js", "Accept-Encoding: gzip\r\n")
    assert (status, headers["content-type"]) == (200, "text/javascript")
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["content-encoding"] == "gzip"
    assert len(body) < 200


@pytest.mark.parametrize(
    "path", ["/assets/index-0000.js", "/assets/", "/favicon.ico", "/inbox/x.js.map", "/.env", "/.git/config"]
)
async def test_a_file_that_is_not_there_is_not_found(edge: Edge, path: str) -> None:
    answer = await get(edge, path)
    assert answer[0] == 404
    assert problem_of(answer)["code"] == "not-found"


@pytest.mark.parametrize("path", ["/", "/inbox", "/assets/index-1a2b.js", "/icon.svg"])
async def test_a_page_runs_and_loads_nothing_foreign_and_no_string_becomes_code(
    edge: Edge, path: str
) -> None:
    answer = await get(edge, path)
    policy = policy_of(answer)
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert (policy["require-trusted-types-for"], policy["trusted-types"]) == ("'script'", "'none'")
    assert "unsafe" not in answer[1]["content-security-policy"]
    # Voice messages are recorded here; nothing else of a device is used.
    assert "microphone=(self)" in answer[1]["permissions-policy"]
    assert "camera=()" in answer[1]["permissions-policy"]


@pytest.mark.parametrize(
    ("path", "word"),
    [("/about", b"API documentation"), ("/api/docs", b"API")],
)
async def test_other_pages_stay_what_they_are(edge: Edge, path: str, word: bytes) -> None:
    status, headers, body = await get(edge, path)
    assert status == 200
    assert word in body
    assert "trusted-types" not in headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/api", "/api/v2/x", "/health/x", "/gateway", "/gateway/x", "/webhooks/x"])
async def test_what_is_not_for_people_never_answers_with_the_page(edge: Edge, path: str) -> None:
    status, headers, _ = await get(edge, path)
    assert status in (404, 405)
    assert not headers["content-type"].startswith("text/html")
