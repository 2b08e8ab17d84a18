"""A typed client of the stub's API, for tests and the demo: the phone, its contacts, and what goes wrong.

A refused call raises `StubError` with the stub's own explanation. Phones are digits. Where an account is left
out, it is the only one that is linked.
"""

import base64
import ssl
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, Self

import httpx
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

Addressing = Literal["lid", "pn", "lid-only", "pn-only"]
"""How a contact's address is written: by LID or phone, with the other form beside it or alone."""
Kind = Literal[
    "registration",
    "code",
    "paired",
    "login",
    "refused",
    "closed",
    "logout",
    "message",
    "undecryptable",
    "copy",
    "receipt",
    "presence",
    "query",
]


class StubError(Exception):
    """The stub refused a call."""


class _Read(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow", frozen=True)


class Account(_Read):
    """A WhatsApp account whose linked device is the program under test."""

    phone: str
    lid: str
    name: str
    device: int
    logins: int
    connected: bool
    pre_keys: int
    waiting: int
    """Messages and receipts that the device has not acknowledged."""


class Entry(_Read):
    """Something that the program under test did. What it says depends on its kind: `entry["text"]`."""

    sequence: int
    at: str
    kind: Kind
    account: str | None

    def __getitem__(self, name: str) -> Any:
        return (self.model_extra or {})[name]

    def get(self, name: str) -> Any:
        return (self.model_extra or {}).get(name)


class Received(Entry):
    """A message that a contact has received and decrypted."""

    id: str
    contact: str
    to: str
    group: str | None = None
    type: str
    """As Baileys names contents: `conversation`, `imageMessage`, `reactionMessage` …"""
    text: str | None = None
    message: dict[str, Any]
    encryption: str
    repeated: bool
    """The contact had received a message with this id before."""


@dataclass(frozen=True)
class PastMessage:
    """A message of the history that a phone hands to a new device."""

    id: str
    text: str
    at: int
    from_me: bool = False


class StubClient:
    """`async with StubClient(stub.url) as phone: await phone.scan(qr, "5511999990000")`."""

    def __init__(self, base_url: str, *, timeout: float = 60) -> None:
        self.base_url = base_url.rstrip("/")
        # Only ever on this machine and without TLS, as with the simulator.
        no_authorities = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._http = httpx.AsyncClient(
            base_url=self.base_url, timeout=timeout, trust_env=False, verify=no_authorities
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        await self._http.aclose()

    # Linking.

    async def scan(self, qr: str, phone: str, name: str = "", *, lid: str | None = None) -> Account:
        """The phone scans a QR code; `qr` is its text."""
        return Account(**await self._call("POST", "/api/scan", qr=qr, phone=phone, name=name, lid=lid))

    async def enter_code(self, code: str, phone: str, name: str = "") -> None:
        """Type a pairing code into the phone that it was made for."""
        await self._call("POST", "/api/code", code=code, phone=phone, name=name)

    async def accounts(self) -> list[Account]:
        return [Account(**each) for each in (await self._call("GET", "/api/accounts"))["accounts"]]

    async def account(self, phone: str) -> Account | None:
        return next((each for each in await self.accounts() if each.phone == phone), None)

    async def unlink(self, account: str | None = None) -> None:
        """The phone removes the linked device: logged out, 401."""
        await self._call("POST", "/api/end", account=account, how="unlink")

    async def replace(self, account: str | None = None) -> None:
        """As when another program logs in with the same keys: 440."""
        await self._call("POST", "/api/end", account=account, how="stream")

    async def end_stream(self, code: int, account: str | None = None) -> None:
        """End the connection with a stream error: 401, 403, 405, 411, 500, 503, 515."""
        await self._call("POST", "/api/end", account=account, how="stream", code=str(code))

    async def drop(self, account: str | None = None) -> None:
        """Cut the connection, as when a cable is pulled."""
        await self._call("POST", "/api/end", account=account, how="drop")

    async def history(
        self,
        phone: str,
        chats: Iterable[tuple[str, str, Sequence[PastMessage]]] = (),
        *,
        parts: int = 1,
        sent: bool = True,
    ) -> None:
        """What a phone tells its next linked device: chats of (phone, name, messages), in so many parts.

        With `sent=False` nothing is ever told, as by a phone that is switched off.
        """
        told = [
            {
                "phone": contact,
                "name": name,
                "messages": [
                    {"id": each.id, "text": each.text, "at": each.at, "fromMe": each.from_me}
                    for each in messages
                ],
            }
            for contact, name, messages in chats
        ]
        await self._call("PUT", "/api/history", phone=phone, chats=told, parts=parts, sent=sent)

    # Contacts and what they write.

    async def contact(
        self, phone: str, name: str | None = None, *, lid: str | None = None, registered: bool | None = None
    ) -> str:
        """Make up a contact, or change one; return the LID. `registered=False`: not on WhatsApp."""
        result = await self._call(
            "PUT", "/api/contacts", phone=phone, name=name, lid=lid, registered=registered
        )
        return str(result["lid"])

    async def deliver(
        self,
        sender: str,
        text: str | None = None,
        *,
        account: str | None = None,
        group: str | None = None,
        chat: str | None = None,
        addressing: Addressing | None = None,
        id: str | None = None,
        at: int | None = None,
        **content: Any,
    ) -> str:
        """A contact writes, or with `sender="phone"` the account's own phone to `chat`; return the id.

        Content is text, or `type` and what belongs to it (`content.ts`): image, video, audio, document,
        sticker (`data` as bytes, `mime_type`, `file_name`, `caption`, `voice`, `seconds`), location
        (`latitude`, `longitude`, `name`, `address`), contacts (`contacts=[{name, phone}]`), reaction
        (`emoji`, `message_id`, `of_account`), edit (`message_id`, `text`), delete (`message_id`), poll
        (`question`, `options`), raw (`message`). With any: `quoted={id, text, ofAccount}`, `forwarded`,
        `view_once`, `ephemeral`.
        """
        if isinstance(content.get("data"), bytes):
            content["data"] = base64.b64encode(content["data"]).decode()
        words = {to_camel(name): value for name, value in content.items()}
        body = {"type": "text", **words} if text is None else {"type": "text", "text": text, **words}
        order = {"account": account, "group": group, "chat": chat, "addressing": addressing}
        sent = {"from": sender, "content": body, "id": id, "time": at}
        result = await self._call("POST", "/api/messages", **order, **sent)
        return str(result["id"])

    async def receipt(
        self, id: str, type: Literal["delivered", "read", "played", "retry"], *, by: str | None = None
    ) -> None:
        """Contacts tell that a message has reached them, or was read; `retry`: they cannot decrypt it."""
        await self._call("POST", "/api/receipts", id=id, type=type, by=by)

    async def typing(
        self,
        sender: str,
        state: Literal["composing", "recording", "paused"] = "composing",
        *,
        account: str | None = None,
    ) -> None:
        await self._call("POST", "/api/typing", account=account, state=state, **{"from": sender})

    async def group(self, subject: str, members: Sequence[str], *, account: str | None = None) -> str:
        """Make a group of the account and contacts; return its address."""
        result = await self._call(
            "POST", "/api/groups", account=account, subject=subject, members=list(members)
        )
        return str(result["id"])

    async def change_group(
        self,
        group: str,
        by: str,
        *,
        subject: str | None = None,
        add: Sequence[str] | None = None,
        remove: Sequence[str] | None = None,
    ) -> None:
        change = {"subject": subject, "add": add, "remove": remove}
        await self._call("POST", "/api/groups/change", id=group, by=by, **change)

    async def link_addresses(self, phone: str, *, lid: str | None = None, account: str | None = None) -> None:
        """The server tells that a LID is a phone's: Baileys' `lid-mapping.update`."""
        await self._call("POST", "/api/addresses", account=account, phone=phone, lid=lid)

    # What the program under test did.

    async def journal(
        self, kind: Kind | None = None, *, after: int = 0, wait: float = 0, **details: str
    ) -> list[Entry]:
        """What it did after an entry, waiting for the first for some seconds."""
        wanted = {**details, "kind": kind, "after": str(after), "wait": str(int(wait * 1000))}
        entries = (await self._call("GET", "/api/journal", **wanted))["entries"]
        return [_entry(each) for each in entries]

    async def wait_for(self, kind: Kind, *, after: int = 0, timeout: float = 20, **details: str) -> Entry:
        """Return the first such entry after another, as soon as there is one."""
        deadline = time.monotonic() + timeout
        while (left := deadline - time.monotonic()) > 0:
            if found := await self.journal(kind, after=after, wait=min(left, 30), **details):
                return found[0]
        said = [f"{each.kind} {each.account}" for each in await self.journal(after=after)]
        raise AssertionError(f"no {kind} {details} in {timeout} s; there were {said[-20:]}")

    async def received(self, contact: str | None = None, *, after: int = 0, **details: str) -> list[Received]:
        """Every message that contacts have received, repeated ones too."""
        if contact:
            details["contact"] = contact
        entries = await self.journal("message", after=after, wait=0, **details)
        return [each for each in entries if isinstance(each, Received)]

    async def wait_received(
        self, contact: str, *, after: int = 0, timeout: float = 20, **details: str
    ) -> Received:
        found = await self.wait_for("message", after=after, timeout=timeout, contact=contact, **details)
        assert isinstance(found, Received)
        return found

    async def media(self, received: Entry) -> bytes:
        """Return the decrypted file of a message that a contact has received."""
        response = await self._http.get(f"/api/journal/{received.sequence}/media")
        if response.status_code != 200:
            raise StubError(response.text)
        return response.content

    async def sequence(self) -> int:
        """Return the number of the last entry, for `after`."""
        return int((await self._call("GET", "/api"))["sequence"])

    # What goes wrong, and how contacts behave.

    async def fail_acks(
        self,
        error: int | None = None,
        *,
        times: int | None = 1,
        silent: bool = False,
        drop: bool = False,
        deliver: bool | None = None,
        delay: float = 0,
        contact: str | None = None,
        account: str | None = None,
    ) -> None:
        """What happens to the next messages instead of an ack: an error (463), nothing, a cut connection.

        Contacts get silent ones all the same, and refused or cut ones not, unless `deliver` says otherwise.
        """
        fault = {
            "error": None if error is None else str(error),
            "times": times,
            "silent": silent,
            "drop": drop,
            "deliver": deliver,
            "delay": int(delay * 1000),
            "contact": contact,
            "account": account,
        }
        await self._call("PATCH", "/api/faults", acks=[_given(fault)])

    async def fail_logins(self, reason: int, *, times: int | None = None, account: str | None = None) -> None:
        """Refuse logins: 401, 402, 403, 405, 406, 409, 411, 500, 503."""
        fault = {"reason": str(reason), "times": times, "account": account}
        await self._call("PATCH", "/api/faults", logins=[_given(fault)])

    async def fail_media(
        self, on: Literal["upload", "download"], status: int = 500, *, times: int | None = None
    ) -> None:
        await self._call("PATCH", "/api/faults", media=[_given({"on": on, "status": status, "times": times})])

    async def fail_queries(self, xmlns: str, error: int | None = None, *, times: int | None = None) -> None:
        """Questions of a namespace (`usync`, `encrypt`, `w:g2`, `w:m`) stay unanswered, or get an error."""
        fault = {"xmlns": xmlns, "error": None if error is None else str(error), "times": times}
        await self._call("PATCH", "/api/faults", queries=[_given(fault)])

    async def unreachable(self, away: bool = True) -> None:
        """Cut new connections at once, as a server that is away."""
        await self._call("PATCH", "/api/faults", unreachable=away)

    async def overloaded(self, busy: bool = True) -> None:
        """Answer new connections with HTTP 503, of which Baileys reports nothing."""
        await self._call("PATCH", "/api/faults", overloaded=busy)

    async def time_lock(self, until: int | None, *, type: str = "DEFAULT") -> None:
        """What the account gets when it asks for its time lock; None: there is none."""
        lock = {"active": until is not None, "until": until or 0, "type": type}
        await self._call("PATCH", "/api/faults", timeLock=lock)

    async def new_chats(self, used: int, total: int) -> None:
        """What the account gets when it asks how many new chats it may begin."""
        await self._call("PATCH", "/api/faults", newChats={"used": used, "total": total})

    async def heal(self) -> None:
        """Nothing goes wrong any more."""
        await self._call("DELETE", "/api/faults")

    async def behave(
        self,
        *,
        receipts: Literal["none", "delivered", "read"] | None = None,
        read_receipts: bool | None = None,
        qr_codes: int | None = None,
    ) -> None:
        """Which receipts contacts send by themselves, the account's privacy, how many QR codes."""
        await self._call(
            "PATCH", "/api/settings", receipts=receipts, readReceipts=read_receipts, qrCodes=qr_codes
        )

    async def reset(self) -> None:
        """Forget everything: accounts, contacts, faults, the journal."""
        await self._call("POST", "/api/reset")

    async def _call(self, method: str, path: str, **words: Any) -> dict[str, Any]:
        body = _given(words)
        if method == "GET":
            response = await self._http.get(path, params=body)
        else:
            response = await self._http.request(method, path, json=body)
        result: dict[str, Any] = response.json()
        if response.status_code != 200:
            raise StubError(str(result.get("error")))
        return result


def _given(words: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in words.items() if value is not None}


def _entry(words: dict[str, Any]) -> Entry:
    return Received(**words) if words["kind"] == "message" else Entry(**words)
