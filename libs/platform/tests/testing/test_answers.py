"""The check of answers against the API document finds what does not fit."""

from typing import Any

import httpx
import pytest
from fastapi import Response
from starlette.responses import JSONResponse

from atende_platform.http.application import App
from atende_platform.http.models import ApiModel
from atende_platform.testing.answers import FOUND, Answers


class Thing(ApiModel):
    whole_name: str
    custom_fields: dict[str, str]


class Loose(ApiModel):
    content: dict[str, Any]


def _app() -> App:
    app = App(separate_input_output_schemas=False)

    @app.get("/things/{thing_id}")
    async def thing(thing_id: str) -> Thing:
        match thing_id:
            case "undocumented":
                return JSONResponse({}, 418)  # type: ignore[return-value]
            case "text":
                return Response("Oi", media_type="text/plain")  # type: ignore[return-value]
            case "further":
                body = {"wholeName": "x", "customFields": {}, "more": 1}
                return JSONResponse(body)  # type: ignore[return-value]
        return Thing(whole_name=thing_id, custom_fields={"my_field": "is not ours"})

    @app.get("/things/loose")
    async def loose() -> Loose:
        return Loose(content={"items": [{"item_price": 2}]})

    @app.get("/things/{thing_id}/nothing", status_code=204)
    async def nothing(thing_id: str) -> None: ...

    # As FastAPI does: what was declared first is found first.
    app.router.routes.sort(key=lambda route: getattr(route, "path", "").count("{"))
    return app


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/things/1", None),
        ("/things/1/nothing", None),
        ("/elsewhere", None),
        ("/things/undocumented", "GET /things/{thing_id}: 418: the document does not name this status"),
        ("/things/text", "GET /things/{thing_id}: 200: the content type is text/plain"),
        ("/things/further", "('more' was unexpected)"),
        ("/things/loose", "GET /things/loose: 200: content.items[].item_price is not in camelCase"),
    ],
)
async def test_an_answer_that_does_not_fit_is_found(path: str, found: str | None) -> None:
    app = _app()
    hooks = {"response": [Answers(app.openapi())]}
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://t", event_hooks=hooks) as http:
        await http.get(path)
    told = list(FOUND)
    FOUND.clear()
    assert len(told) == (found is not None), told
    assert all(str(found) in each for each in told), told
