"""Webhooks as an attacker who knows their form would write them: all kinds, with anything in any place.

Everything comes from one seed. `Fuzz.webhook` mixes messages that are as they should be, which are noted
apart by their senders, with parts that are broken in ways that have broken somebody's reader before.
"""

import copy
import json
import random
import time
from collections.abc import Iterator
from typing import Any, Final

Json = dict[str, Any]
Place = tuple[Any, Any]
"""A container and the key or index of a value in it."""

KINDS: Final[dict[str, Any]] = {
    "text": {"body": "Oi"},
    "image": {"id": "1003383421387256", "mime_type": "image/jpeg", "sha256": "ab/c=", "caption": "olha"},
    "document": {"id": "77", "filename": "nota.pdf", "mime_type": "application/pdf"},
    "audio": {"id": "78", "voice": True, "mime_type": "audio/ogg"},
    "interactive": {"type": "list_reply", "list_reply": {"id": "r1", "title": "Vendas", "description": "d"}},
    "button": {"payload": "STOP", "text": "Parar"},
    "reaction": {"message_id": "wamid.reacted", "emoji": "👍"},
    "contacts": [{"name": {"formatted_name": "João"}, "phones": [{"phone": "+5511", "wa_id": "5511"}]}],
    "location": {"latitude": -23.5, "longitude": -46.6, "name": "Sé"},
    "order": {"catalog_id": "1", "product_items": [{"quantity": 2, "item_price": 9.9}], "text": "por favor"},
    "system": {"type": "user_changed_number", "wa_id": "5511912345678", "body": "mudou"},
    "edit": {"original_message_id": "wamid.edited", "message": {"type": "text", "text": {"body": "b"}}},
    "revoke": {"original_message_id": "wamid.revoked"},
    "hologram": {"size": 3},
}
NASTY_TEXTS: Final = [
    *(
        "",
        " ",
        "+",
        "+ +",
        "-",
        "()",
        "\0",
        "\u200b",
        "\u2028",
        "\u202e",
        "\ud83d",
        "\udc00x",
        "\ufeff",
        "５",
    ),
    *("a" * 300, "7" * 3000, "w" * 2900, "é" * 700, "\\" * 5000, '"' * 5000, "\0" * 200, "x" * 20_000),
    *(
        "2026-02-30",
        "-1",
        "1e400",
        "9" * 5000,
        "99999999999",
        "NaN",
        "null",
        "*",
        "%00",
        "../..",
        "wamid.edited",
    ),
    *("' OR 1=1 --", "{}", "<script>", "\r\nX: y", "🏴\U000e0067\U000e007f", "\U0010ffff" * 300),
]
NASTY: Final[list[Any]] = [
    *(
        None,
        True,
        False,
        0,
        -1,
        2**31,
        2**63,
        2**64,
        -(2**70),
        10**30,
        1.5,
        1e308,
        float("nan"),
        float("inf"),
    ),
    *([], {}, [[]], [None], {"": ""}, {"\0": 1}, {"id": None}, {"k" * 500: "v"}, [1] * 500),
]


def message(sender: str, message_id: str, kind: str = "text", **parts: Any) -> Json:
    """Return a message as Meta sends it."""
    stamp = str(int(time.time()))
    content = copy.deepcopy(KINDS[kind])
    return {"from": sender, "id": message_id, "timestamp": stamp, "type": kind, kind: content, **parts}


def webhook(number: str, *values: Json, field: str = "messages") -> Json:
    """Return a webhook about a number, each value a change of its own."""
    metadata = {"display_phone_number": "552140000000", "phone_number_id": number}
    changes = [
        {"field": field, "value": {"messaging_product": "whatsapp", "metadata": metadata, **value}}
        for value in values
    ]
    entry = {"id": "102290129340398", "time": int(time.time()), "changes": changes}
    return {"object": "whatsapp_business_account", "entry": [entry]}


class Fuzz:
    """Makes webhooks for one number. ``good`` collects what must arrive: text by provider's message id."""

    def __init__(self, seed: int, number: str, customers: list[str]) -> None:
        self._random = random.Random(seed)
        self._number = number
        self._customers = customers
        self._count = 0
        self.good: dict[str, str] = {}

    def webhook(self) -> bytes:
        """Return the body of the next webhook."""
        chance = self._random
        values = [self._value() for _ in range(chance.randint(1, 3))]
        document = webhook(self._number, *(value for value, _ in values))
        if chance.random() < 0.2:
            wish = {
                "wa_id": "5511",
                "category": "marketing_messages",
                "value": "stop",
                "timestamp": "1790000000",
            }
            broken = self._broken(copy.deepcopy(wish))
            other = webhook(self._number, {"user_preferences": [wish, broken]}, field="user_preferences")
            document["entry"] += other["entry"]
        if chance.random() < 0.3:
            document["entry"][0][chance.choice(["id", "time"])] = self._nasty()
            document["entry"].append(
                self._broken({"id": "1", "changes": [{"field": "x", "value": {"a": 1}}]})
            )
        if chance.random() < 0.3:
            field = chance.choice(["smb_message_echoes", "history", "smb_app_state_sync", "calls"])
            document["entry"] += webhook(self._number, self._record(field), field=field)["entry"]
        for _, good in values:
            self.good |= good
        return json.dumps(document).encode()

    def garbled(self) -> bytes:
        """Return a webhook with some bytes exchanged; nothing in it has to arrive."""
        body = bytearray(json.dumps(webhook(self._number, {"messages": [self._element("m")]})).encode())
        for _ in range(self._random.randint(1, 6)):
            body[self._random.randrange(len(body))] = self._random.randrange(256)
        return bytes(body)

    def _value(self) -> tuple[Json, dict[str, str]]:
        chance, good = self._random, dict[str, str]()
        contacts: list[Any] = []
        messages: list[Any] = []
        for _ in range(chance.randint(1, 8)):
            if chance.random() < 0.3:
                sender, one = chance.choice(self._customers), self._next_id("good")
                good[one] = f"certo {one}"
                messages.append(message(sender, one, text={"body": good[one]}))
                contacts.append({"wa_id": sender, "profile": {"name": "Cliente"}})
            else:
                messages.append(self._broken(self._element("m")))
                contacts.append(
                    self._broken({"wa_id": "5511", "user_id": "BR.1", "profile": {"name": "Ana"}})
                )
        value: Json = {"contacts": contacts, "messages": messages}
        value["statuses"] = [self._broken(self._status()) for _ in range(chance.randint(0, 4))]
        value["errors"] = [self._broken({"code": 131000, "title": "t"}) for _ in range(chance.randint(0, 2))]
        if chance.random() < 0.2:
            value[chance.choice(["statuses", "errors", "contacts"])] = chance.choice(NASTY)
        return value, good

    def _element(self, name: str) -> Json:
        chance = self._random
        one = message(f"55219{chance.randrange(10**8):08d}", self._next_id(name), chance.choice(list(KINDS)))
        one["context"] = {"from": "552140000000", "id": "wamid.asked", "forwarded": True}
        one["referral"] = {"source_url": "https://fb.me/1", "source_type": "ad"}
        return one

    def _record(self, field: str) -> Json:
        """Return the value of a webhook that reports conversations besides what customers write."""
        some = range(self._random.randint(1, 4))
        said = [self._broken({**self._element("r"), "to": "552140000000"}) for _ in some]
        match field:
            case "smb_message_echoes":
                return {"message_echoes": said}
            case "history":
                thread = self._broken({"id": "5521988887777", "messages": said})
                return {"history": [self._broken({"metadata": {"phase": 1}, "threads": [thread]})]}
            case "smb_app_state_sync":
                contact = {"full_name": "Rita", "phone_number": "5521988887777"}
                entry = {"type": "contact", "action": "add", "contact": contact}
                return {"state_sync": [self._broken(copy.deepcopy(entry)) for _ in some]}
        call = {"id": "wacid.1", "from": "5521988887777", "to": "552140000000", "event": "terminate"}
        ended = {**call, "direction": "USER_INITIATED", "status": "COMPLETED", "duration": 3}
        return {"calls": [self._broken(dict(ended)) for _ in some]}

    def _status(self) -> Json:
        states = ["sent", "delivered", "read", "played", "failed"]
        return {
            "id": self._next_id("s"),
            "status": self._random.choice(states),
            "timestamp": str(int(time.time())),
            "recipient_id": "5511987654321",
            "biz_opaque_callback_data": "019ab1e0-2b8c-7a17-8c2d-1e0f9d8c7b50",
            "errors": [{"code": 131026, "title": "t", "error_data": {"details": "d"}}],
            "pricing": {"billable": True, "category": "utility"},
        }

    def _next_id(self, name: str) -> str:
        self._count += 1
        return f"wamid.{name}{self._count}.{self._random.getrandbits(64):x}"

    def _broken(self, element: Any) -> Any:
        if self._random.random() < 0.05:
            return self._nasty()
        for _ in range(self._random.randint(1, 3)):
            self._break_one(element)
        return element

    def _break_one(self, element: Any) -> None:
        places = list(_places(element))
        if not places:
            return
        inside, key = self._random.choice(places)
        match self._random.randrange(6):
            case 0 if isinstance(inside, dict):
                del inside[key]
            case 1 if isinstance(inside, dict):
                inside[self._random.choice(NASTY_TEXTS)] = self._nasty()
            case 2 if isinstance(inside, list):
                inside.append(inside[key])
            case 3:
                inside[key] = self._deep()
            case _:
                inside[key] = self._nasty()

    def _nasty(self) -> Any:
        chance = self._random.random()
        if chance < 0.02:
            return "7" * self._random.choice([100_000, 600_000])
        return copy.deepcopy(self._random.choice(NASTY_TEXTS if chance < 0.6 else NASTY))

    def _deep(self) -> Any:
        value: Any = self._nasty()
        for _ in range(self._random.choice([3, 70, 250])):
            value = [value] if self._random.random() < 0.5 else {"a": value}
        return value


def _places(value: Any) -> Iterator[Place]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in list(inner):
        yield value, key
        yield from _places(part)
