"""What the system answers a customer by itself, and where it puts their ticket. Pure.

A new customer is asked for a queue if the channel has a menu. Then they are greeted, or learn that nobody
works at the moment. Each is said once: a menu three times at most, an away message once for each stretch in
which the queue's team does not work.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from atende_contracts.content import MessageContent
from atende_contracts.event import TextContent
from chat.policies import menus
from chat.policies.domain import Menu
from chat.queues import hours
from chat.queues.hours import OpeningHours

NEW_FOR: Final = timedelta(hours=1)
"""How long after it was opened a ticket is greeted: what comes later is no greeting."""
MENU_FOR: Final = timedelta(minutes=15)
"""How long a ticket waits for the answer to a menu before it is given to agents all the same."""
MOST_IN_AN_HOUR: Final = 6
"""Automatic answers that a contact gets: two programs that answer each other come to an end."""
_ANSWERED_AT_ONCE: Final = timedelta(seconds=5)
"""What is written so soon after a menu was written before it was read."""


@dataclass(frozen=True, slots=True)
class Routing:
    """What was said in a ticket by itself."""

    greeted_at: datetime | None = None
    away_since: datetime | None = None
    """The begin of the stretch in which the customer last learned that nobody works."""
    menu_asked_at: datetime | None = None
    """When the customer was last asked for a queue; None: there is no answer to wait for."""
    menu_tries: int = 0

    def columns(self) -> dict[str, Any]:
        """Return what is stored of it, by its names."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Words:
    """What a queue says, and when its team works."""

    greeting: str | None = None
    away_message: str | None = None
    hours: OpeningHours | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for new tickets of a channel."""

    menu: Menu | None = None
    greeting_enabled: bool = True
    greeting: str | None = None
    queues: Mapping[UUID, Words] = field(default_factory=dict)
    """The company's queues that take tickets."""


class Written(NamedTuple):
    """What a customer wrote."""

    text: str | None
    reply_id: str | None
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Situation:
    """A ticket that asks for attention."""

    queue_id: UUID | None
    is_waiting: bool
    """No agent has it, or has answered in it."""
    opened_at: datetime
    last_reply_at: datetime | None = None
    """When an agent last wrote in it."""
    routing: Routing = Routing()
    written: Sequence[Written] = ()
    """By the customer, since they were last asked."""


@dataclass(frozen=True, slots=True)
class Outcome:
    queue_id: UUID | None
    routing: Routing
    answer: MessageContent | None = None
    """What the customer is sent."""


def attend(situation: Situation, rules: Rules, now: datetime) -> Outcome:
    """Return what is to be said in a ticket, and which queue it belongs to from now on."""
    outcome, is_asked = _ask(situation, rules, now)
    return outcome if is_asked else _say(situation, rules, outcome, now)


def is_new(opened_at: datetime, now: datetime) -> bool:
    """Tell whether a ticket was opened so recently that it is greeted."""
    return now - opened_at <= NEW_FOR


def _ask(situation: Situation, rules: Rules, now: datetime) -> tuple[Outcome, bool]:
    """Return the outcome of the menu, and whether an answer to it is waited for."""
    before = situation.routing
    outcome = Outcome(situation.queue_id, before)
    done = replace(before, menu_asked_at=None)
    menu = menus.with_queues(rules.menu, rules.queues) if rules.menu is not None else None
    if not situation.is_waiting or menu is None or len(menu.options) < 2:
        return replace(outcome, routing=done), False
    if before.menu_asked_at is None:
        if before.menu_tries or before.greeted_at or not is_new(situation.opened_at, now):
            return outcome, False
        return _asked(situation, menu, now), True
    chosen = [found for one in situation.written if (found := menus.answer(menu, one.text, one.reply_id))]
    if chosen:
        return Outcome(chosen[0], done), False
    asked_at = before.menu_asked_at
    if not any(one.sent_at >= asked_at + _ANSWERED_AT_ONCE for one in situation.written):
        return outcome, True
    if before.menu_tries >= menus.MOST_ASKED:
        return replace(outcome, routing=done), False
    return _asked(situation, menu, now), True


def _asked(situation: Situation, menu: Menu, now: datetime) -> Outcome:
    tries = situation.routing.menu_tries + 1
    return Outcome(
        situation.queue_id,
        replace(situation.routing, menu_asked_at=now, menu_tries=tries),
        menus.question(menu),
    )


def _say(situation: Situation, rules: Rules, outcome: Outcome, now: datetime) -> Outcome:
    words = rules.queues.get(outcome.queue_id, Words()) if outcome.queue_id is not None else Words()
    routing = outcome.routing
    since = hours.closed_since(words.hours, now) if words.hours is not None else None
    if since is not None and words.away_message is not None:
        if routing.away_since == since or (situation.last_reply_at and situation.last_reply_at >= since):
            return outcome
        routing = replace(routing, away_since=since, greeted_at=routing.greeted_at or now)
        return replace(outcome, routing=routing, answer=TextContent(body=words.away_message))
    greeting = words.greeting or rules.greeting
    if (
        greeting is None
        or not rules.greeting_enabled
        or routing.greeted_at is not None
        or not situation.is_waiting
        or not is_new(situation.opened_at, now)
    ):
        return outcome
    routing = replace(routing, greeted_at=now)
    return replace(outcome, routing=routing, answer=TextContent(body=greeting))
