"""What is answered by itself: a menu, a greeting, that nobody works. Each no more often than it should."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.event import TextContent
from chat.policies import menus
from chat.policies.domain import Menu, MenuOption, MenuStyle
from chat.queues.hours import Interval, OpeningHours
from chat.tickets.answering import Outcome, Routing, Rules, Situation, Words, Written, attend

SALES, SUPPORT, OTHER = (UUID(int=number) for number in range(1, 4))
NOON = datetime(2026, 3, 2, 15, tzinfo=UTC)  # A Monday, 12:00 in São Paulo.
NIGHT = NOON + timedelta(hours=12)
OFFICE = OpeningHours("America/Sao_Paulo", {day: [Interval(480, 1080)] for day in range(5)})
MENU = Menu("Com quem?", MenuStyle.NUMBERS, "Ver", [MenuOption(SALES, "Vendas"), MenuOption(SUPPORT, "Ação")])
QUEUES = {SALES: Words("Olá de vendas", "Fechado", OFFICE), SUPPORT: Words(), OTHER: Words()}
UNSAID = Routing()


def _situation(
    at: datetime = NOON, *, queue_id: UUID | None = OTHER, routing: Routing = UNSAID, said: str = ""
) -> Situation:
    written = [Written(said, None, at)] if said else []
    return Situation(queue_id, True, at, None, routing, written)


def _text(outcome: Outcome) -> str | None:
    if outcome.answer is None:
        return None
    assert isinstance(outcome.answer, TextContent)
    return outcome.answer.body


def test_a_new_customer_is_asked_and_greeted_by_the_queue_that_they_choose() -> None:
    rules = Rules(MENU, greeting="Olá!", queues=QUEUES)
    asked = attend(_situation(), rules, NOON)
    assert _text(asked) == "Com quem?\n\n1. Vendas\n2. Ação"
    assert (asked.queue_id, asked.routing.menu_tries) == (OTHER, 1)
    chosen = attend(_situation(routing=asked.routing, said=" 1. "), rules, NOON)
    assert (chosen.queue_id, _text(chosen)) == (SALES, "Olá de vendas")
    assert chosen.routing == Routing(NOON, None, None, 1)
    again = attend(_situation(queue_id=SALES, routing=chosen.routing, said="2"), rules, NOON)
    assert again == Outcome(SALES, chosen.routing)


def test_an_answer_that_fits_none_is_asked_again_twice_then_the_default_queue_greets() -> None:
    rules = Rules(MENU, greeting="Olá!", queues=QUEUES)
    at, routing = NOON, Routing()
    said = []
    for _ in range(5):
        outcome = attend(_situation(at, routing=routing, said="quero um orçamento"), rules, at)
        said.append(_text(outcome))
        assert outcome.queue_id == OTHER
        routing, at = outcome.routing, at + timedelta(minutes=1)
    menu = "Com quem?\n\n1. Vendas\n2. Ação"
    assert said == [menu, menu, menu, "Olá!", None]


def test_what_was_written_before_the_menu_was_read_is_no_wrong_answer() -> None:
    rules = Rules(MENU, queues=QUEUES)
    asked = attend(_situation(), rules, NOON)
    soon = NOON + timedelta(seconds=3)
    assert attend(_situation(soon, routing=asked.routing, said="tudo bem?"), rules, soon).answer is None
    assert attend(_situation(soon, routing=asked.routing, said="vendas"), rules, soon).queue_id == SALES


def test_a_menu_of_queues_that_are_archived_is_not_asked() -> None:
    rules = Rules(MENU, greeting="Olá!", queues={SALES: Words()})
    assert _text(attend(_situation(), rules, NOON)) == "Olá!"


def test_who_writes_at_night_learns_it_once_and_again_the_next_night() -> None:
    rules = Rules(greeting="Olá!", queues=QUEUES)
    first = attend(_situation(NIGHT, queue_id=SALES), rules, NIGHT)
    assert _text(first) == "Fechado"
    later = NIGHT + timedelta(hours=1)
    again = attend(_situation(later, queue_id=SALES, routing=first.routing), rules, later)
    assert again.answer is None
    morning = NIGHT + timedelta(hours=12)
    assert attend(_situation(morning, queue_id=SALES, routing=again.routing), rules, morning).answer is None
    next_night = NIGHT + timedelta(days=1)
    second = attend(_situation(next_night, queue_id=SALES, routing=again.routing), rules, next_night)
    assert _text(second) == "Fechado"


def test_nobody_is_sent_away_by_whom_they_just_talked_to() -> None:
    rules = Rules(queues=QUEUES)
    talking = Situation(SALES, False, NOON, NIGHT)
    assert attend(talking, rules, NIGHT + timedelta(minutes=1)).answer is None
    left = Situation(SALES, False, NOON, NOON)
    assert _text(attend(left, rules, NIGHT)) == "Fechado"


def test_what_an_agent_has_is_neither_asked_nor_greeted() -> None:
    rules = Rules(MENU, greeting="Olá!", queues=QUEUES)
    asked = Routing(menu_asked_at=NOON, menu_tries=1)
    taken = Situation(OTHER, False, NOON, NOON, asked, [Written("1", None, NOON)])
    assert attend(taken, rules, NOON) == Outcome(OTHER, Routing(menu_tries=1))


def test_a_greeting_that_would_come_late_is_not_sent() -> None:
    rules = Rules(MENU, greeting="Olá!", queues=QUEUES)
    late = NOON + timedelta(hours=2)
    assert attend(Situation(OTHER, True, NOON), rules, late).answer is None
    assert attend(Situation(OTHER, True, NOON), Rules(greeting="Olá!"), late).answer is None
    assert attend(_situation(), Rules(greeting="Olá!", greeting_enabled=False), NOON).answer is None


@pytest.mark.parametrize(
    ("said", "queue"),
    [
        ("1", SALES),
        ("opção 2", SUPPORT),
        ("VENDAS!", SALES),
        ("acao", SUPPORT),
        ("3", None),
        ("0", None),
        ("1 ou 2", None),
        ("11999990001", None),
        ("", None),
        ("vendas por favor", None),
        ("²", SUPPORT),
    ],
)
def test_what_of_an_answer_counts(said: str, queue: UUID | None) -> None:
    assert menus.answer(MENU, said, None) == queue
    assert menus.answer(MENU, said, f"queue:{SALES}") == SALES
    assert menus.answer(MENU, said, f"queue:{OTHER}") is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1", "2", "9", "oi", "vendas", ""]),
            st.timedeltas(timedelta(seconds=1), timedelta(hours=9)),
            st.booleans(),
        ),
        max_size=25,
    ),
    st.sampled_from([NOON, NIGHT]),
)
def test_however_much_is_written_little_is_answered(
    steps: list[tuple[str, timedelta, bool]], start: datetime
) -> None:
    rules = Rules(MENU, greeting="Olá!", queues=QUEUES)
    routing, queue, at = Routing(), OTHER, start
    sent = 0
    for said, pause, is_waiting in steps:
        at += pause
        situation = Situation(queue, is_waiting, start, None, routing, [Written(said, None, at)])
        outcome = attend(situation, rules, at)
        assert outcome.queue_id in {queue, SALES, SUPPORT}
        routing, queue = outcome.routing, outcome.queue_id or queue
        sent += outcome.answer is not None
    nights = (at - start).days + 2
    assert sent <= menus.MOST_ASKED + 1 + nights
