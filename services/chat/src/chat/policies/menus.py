"""The menu of queues: how a new customer is asked, and what of their answer counts. Pure."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from atende_contracts.content import InteractiveContent, ListMenu, ListRow, ListSection, MessageContent
from atende_contracts.event import TextContent
from chat.policies.domain import Menu, MenuOption, MenuStyle

MOST_ASKED: Final = 3
"""How often a customer is asked: an answer that fits no option is asked again twice."""
_NUMBER: Final = re.compile(r"\d+")
_ID: Final = "queue:"
_MAX_ANSWER: Final = 200
"""Characters that are looked at."""


def from_stored(row: Mapping[str, Any]) -> Menu:
    """Return a menu as `chat.policies.schemas.QueueMenu` is stored."""
    options = [MenuOption(UUID(one["queue_id"]), one["label"]) for one in row["options"]]
    return Menu(row["text"], MenuStyle(row["style"]), row["button"], options)


def with_queues(menu: Menu, usable: Collection[UUID]) -> Menu:
    """Return a menu with the options whose queues take tickets."""
    return replace(menu, options=[one for one in menu.options if one.queue_id in usable])


def question(menu: Menu) -> MessageContent:
    """Return what the customer is sent."""
    if menu.style is MenuStyle.LIST:
        rows = [ListRow(id=f"{_ID}{one.queue_id}", title=one.label) for one in menu.options]
        action = ListMenu(button=menu.button, sections=[ListSection(rows=rows)])
        return InteractiveContent(body=menu.text, action=action)
    lines = [f"{number}. {one.label}" for number, one in enumerate(menu.options, 1)]
    return TextContent(body="\n".join([menu.text, "", *lines]))


def answer(menu: Menu, text: str | None, reply_id: str | None) -> UUID | None:
    """Return the queue that a customer chose: by a tap, a number or a name; None if it is none of them."""
    if reply_id is not None and reply_id.startswith(_ID):
        chosen = reply_id.removeprefix(_ID)
        return next((one.queue_id for one in menu.options if str(one.queue_id) == chosen), None)
    written = _plain((text or "")[:_MAX_ANSWER])
    named = [one.queue_id for one in menu.options if _plain(one.label) == written]
    if named:
        return named[0]
    numbers = _NUMBER.findall(written)
    # A phone number or a date among the words is no choice.
    if len(numbers) == 1 and len(numbers[0]) <= 2 and 1 <= int(numbers[0]) <= len(menu.options):
        return menu.options[int(numbers[0]) - 1].queue_id
    return None


def _plain(text: str) -> str:
    """Return a text without accents, case, and spaces or marks around it."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in letters if not unicodedata.combining(one)).strip(" \t\r\n.,;:!?()*_\"'")
