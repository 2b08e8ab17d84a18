"""What belongs to a closed ticket as an answer."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.ids import uuid7
from chat.tickets.answers import Awaited, Said, is_answer, rating_choice, score_of

NOW: Final = datetime(2026, 6, 1, tzinfo=UTC)
LATER: Final = NOW + timedelta(hours=1)
TICKET: Final = uuid7()


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("5", 5),
        (" 1 ", 1),
        ("Nota 4!", 4),
        ("nota: 3/5", 3),
        ("⭐⭐⭐⭐", 4),
        ("★ ★", 2),
        ("😀", 5),
        ("😞", 1),
        ("0", None),
        ("6", None),
        ("55", None),
        ("5 caixas", None),
        ("foi bom", None),
        ("", None),
        (None, None),
    ],
)
def test_what_is_a_score(text: str | None, score: int | None) -> None:
    assert score_of(TICKET, text, None) == score


def test_a_button_gives_its_own_ticket_a_score() -> None:
    assert score_of(TICKET, "Bom", rating_choice(TICKET, 4)) == 4
    assert score_of(uuid7(), "5", rating_choice(TICKET, 4)) is None
    assert is_answer(TICKET, None, None, Said("Bom", rating_choice(TICKET, 4), NOW)), "also late"
    assert not is_answer(TICKET, Awaited.RATING, LATER, Said("5", "menu:sales", NOW))


def test_a_number_and_a_comment_are_answers_while_they_are_awaited() -> None:
    assert is_answer(TICKET, Awaited.RATING, LATER, Said("5", None, NOW))
    assert not is_answer(TICKET, Awaited.RATING, NOW, Said("5", None, LATER))
    assert not is_answer(TICKET, None, None, Said("5", None, NOW))
    assert not is_answer(TICKET, Awaited.RATING, LATER, Said("Preciso de ajuda", None, NOW))
    assert is_answer(TICKET, Awaited.COMMENT, LATER, Said("Muito bom!", None, NOW))
    assert not is_answer(TICKET, Awaited.COMMENT, LATER, Said(None, None, NOW)), "a picture is no comment"


@given(st.text(), st.sampled_from([None, *Awaited]), st.booleans())
def test_nothing_is_an_answer_that_nobody_waits_for(text: str, awaited: Awaited | None, late: bool) -> None:
    found = is_answer(TICKET, awaited, NOW, Said(text, None, LATER if late else NOW))
    assert not found or (awaited is not None and not late and text)
