"""Writes docs/asyncapi.json: everything that goes over sockets, from the classes that it is made with.

``python .ci/asyncapi_document.py FILE`` writes it, ``--check FILE`` fails when it is out of date.
"""

import json
import sys
from typing import Any, Final

from pydantic.json_schema import models_json_schema

from atende_contracts.page import write_or_check
from atende_platform.http.models import ApiModel
from chat.realtime.schemas import NOTICES, REQUESTS, UPDATES, Answer, Ready, Refusal, Request, Resync
from chat.updates.domain import NAMESPACES
from chat.updates.schemas import Notice, Update

Sent = type[Update] | type[Notice] | type[Ready] | type[Resync]
_SENT: Final[tuple[Sent, ...]] = (Ready, Resync, *UPDATES, *NOTICES)
_ANSWERS: Final[tuple[type[Answer] | type[Refusal], ...]] = tuple(
    dict.fromkeys([*(request.ANSWER for request in REQUESTS), Refusal])
)
_LOGGED: Final = {"name": "logged", "description": "Kept in the event log, under its `id`"}
_REF: Final = "#/components/schemas/{model}"
_ID: Final = {
    "type": "integer",
    "description": "The company's sequence number: `lastEventId` of the next handshake",
}


def _first_line(model: type[ApiModel]) -> str:
    return (model.__doc__ or "").strip().partition("\n")[0]


def _message(model: type[ApiModel], name: str) -> dict[str, Any]:
    tags = [_LOGGED] if issubclass(model, Update) else []
    return {
        "name": name,
        "summary": _first_line(model),
        "payload": {"$ref": _REF.format(model=model.__name__)},
        **({"tags": tags} if tags else {}),
    }


def _schemas() -> dict[str, Any]:
    models: list[tuple[type[ApiModel], Any]] = [
        *((model, "serialization") for model in (*_SENT, *_ANSWERS)),
        *((model, "validation") for model in REQUESTS),
    ]
    _, document = models_json_schema(models, ref_template=_REF)
    schemas: dict[str, Any] = document["$defs"]
    for update in UPDATES:  # The log numbers what it stored: only then an update has its id.
        schema = schemas[update.__name__]
        schema["properties"] = {"id": _ID, **schema["properties"]}
        schema["required"] = ["id", *schema["required"]]
    for model in _ANSWERS:  # `ok` has a default, and is always there.
        schemas[model.__name__]["required"] = [*schemas[model.__name__]["properties"]]
    return schemas


def _sent(namespace: str) -> dict[str, str]:
    """Return the messages that a namespace sends, and the names of their components."""
    return {model.TYPE: model.TYPE for model in _SENT if getattr(model, "NAMESPACE", namespace) == namespace}


def _requests(namespace: str) -> list[type[Request]]:
    return [request for request in REQUESTS if namespace in request.NAMESPACES]


def _answer(model: type[Answer] | type[Refusal]) -> str:
    return f"answer.{model.__name__.lower()}"


def _messages(namespace: str) -> dict[str, Any]:
    asked = _requests(namespace)
    names = _sent(namespace) | {each.TYPE: each.TYPE for each in asked} | {_answer(Refusal): _answer(Refusal)}
    names |= {_answer(each.ANSWER): _answer(each.ANSWER) for each in asked}
    return {name: {"$ref": f"#/components/messages/{component}"} for name, component in names.items()}


def _operations(namespace: str) -> dict[str, Any]:
    channel = f"#/channels/{namespace}"

    def messages(*names: str) -> list[dict[str, str]]:
        return [{"$ref": f"{channel}/messages/{name}"} for name in names]

    sending = {"action": "send", "channel": {"$ref": channel}, "messages": messages(*_sent(namespace))}
    return {f"{namespace}.send": sending} | {
        f"{namespace}.{request.TYPE}": {
            "action": "receive",
            "channel": {"$ref": channel},
            "summary": _first_line(request),
            "messages": messages(request.TYPE),
            "reply": {
                "channel": {"$ref": channel},
                "messages": messages(_answer(request.ANSWER), _answer(Refusal)),
            },
        }
        for request in _requests(namespace)
    }


def document() -> dict[str, Any]:
    """Return the AsyncAPI document."""
    components = {model.TYPE: _message(model, model.TYPE) for model in (*_SENT, *REQUESTS)}
    components |= {_answer(model): _message(model, _answer(model)) for model in _ANSWERS}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Atendechat: updates over sockets",
            "version": "1",
            "description": (
                "Socket.IO over WebSockets; docs/realtime.md says how to connect and catch up. What clients"
                " send is answered by the acknowledgement of its event. Messages with the tag `logged` are"
                " kept, and have an `id`."
            ),
            "license": {"name": "MIT"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "edge": {
                "host": "{host}",
                "pathname": "/socket.io",
                "protocol": "wss",
                "variables": {"host": {"description": "Of the installation"}},
                "security": [{"$ref": "#/components/securitySchemes/token"}],
            }
        },
        "channels": {
            namespace: {
                "address": f"/{namespace}",
                "description": f"A Socket.IO namespace. It takes the permission `{permission}`.",
                "messages": _messages(namespace),
            }
            for namespace, permission in NAMESPACES.items()
        },
        "operations": {
            name: operation for namespace in NAMESPACES for name, operation in _operations(namespace).items()
        },
        "components": {
            "messages": components,
            "schemas": _schemas(),
            "securitySchemes": {
                "token": {
                    "type": "httpApiKey",
                    "in": "query",
                    "name": "token",
                    "description": "Not in the address: `token` of the handshake's `auth`",
                }
            },
        },
    }


def render() -> str:
    """Return the document as it is committed."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(write_or_check(sys.argv[1:], render, ".ci/asyncapi_document.py"))
