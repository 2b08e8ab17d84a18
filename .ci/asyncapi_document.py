"""Writes docs/asyncapi.json: everything that is sent over sockets, from the classes that it is made with.

``python .ci/asyncapi_document.py FILE`` writes it, ``--check FILE`` fails when it is out of date.
"""

import json
import sys
from typing import Any, Final

from pydantic.json_schema import models_json_schema

from atende_contracts.page import write_or_check
from atende_platform.http.models import ApiModel
from chat.realtime.schemas import UPDATES, Ready, Resync
from chat.updates.domain import NAMESPACES
from chat.updates.schemas import Update

Sent = type[Update] | type[Ready] | type[Resync]
_ALL: Final[tuple[Sent, ...]] = (Ready, Resync, *UPDATES)
_REF: Final = "#/components/schemas/{model}"
_ID: Final = {
    "type": "integer",
    "description": "The company's sequence number: `lastEventId` of the next handshake",
}


def _first_line(model: type[ApiModel]) -> str:
    return (model.__doc__ or "").strip().partition("\n")[0]


def _message(model: Sent) -> dict[str, Any]:
    return {
        "name": model.TYPE,
        "summary": _first_line(model),
        "payload": {"$ref": _REF.format(model=model.__name__)},
    }


def _schemas() -> dict[str, Any]:
    models = [(model, "serialization") for model in _ALL]
    _, document = models_json_schema(models, ref_template=_REF)  # type: ignore[arg-type]
    schemas: dict[str, Any] = document["$defs"]
    for update in UPDATES:  # The log numbers what it stored: only then an update has its id.
        schema = schemas[update.__name__]
        schema["properties"] = {"id": _ID, **schema["properties"]}
        schema["required"] = ["id", *schema["required"]]
    return schemas


def document() -> dict[str, Any]:
    """Return the AsyncAPI document."""
    sent = {
        namespace: {
            model.TYPE: {"$ref": f"#/components/messages/{model.TYPE}"}
            for model in _ALL
            if getattr(model, "NAMESPACE", namespace) == namespace
        }
        for namespace in NAMESPACES
    }
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Atendechat: updates over sockets",
            "version": "1",
            "description": "Socket.IO over WebSockets; docs/realtime.md says how to connect and catch up.",
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
                "messages": sent[namespace],
            }
            for namespace, permission in NAMESPACES.items()
        },
        "operations": {
            f"{namespace}.send": {
                "action": "send",
                "channel": {"$ref": f"#/channels/{namespace}"},
                "messages": [{"$ref": f"#/channels/{namespace}/messages/{name}"} for name in sent[namespace]],
            }
            for namespace in NAMESPACES
        },
        "components": {
            "messages": {model.TYPE: _message(model) for model in _ALL},
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
