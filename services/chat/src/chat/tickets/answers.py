"""What a customer answers after a ticket was closed, when the system has asked something.

Such an answer belongs to the closed ticket: it neither opens it again nor begins another. Pure.
"""

import re
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID


class Awaited(StrEnum):
    """What the customer of a closed ticket was asked for."""

    RATING = "rating"
    COMMENT = "comment"


class Said(NamedTuple):
    """What a customer wrote, as far as it may be an answer."""

    text: str | None
    choice: str | None
    """The id of the button or the row of a list that was pressed."""
    at: datetime


MAX_COMMENT: Final = 4096
_NUMBER: Final = re.compile(r"(?:nota\s*:?\s*)?([1-5])(?:\s*/\s*5)?\s*[.!]*", re.IGNORECASE)
_STARS: Final = re.compile(r"(?:[\u2b50\u2605]\ufe0f?\s*){1,5}")
_FACES: Final = {"😞": 1, "😐": 3, "😀": 5}


def rating_choice(ticket_id: UUID, score: int) -> str:
    """Return the id of the button or row by which a ticket gets a score."""
    return f"rating:{ticket_id}:{score}"


def score_of(ticket_id: UUID, text: str | None, choice: str | None) -> int | None:
    """Return the score, 1 to 5, that an answer gives a ticket; None if it gives none."""
    if choice is not None:
        return next((score for score in range(1, 6) if choice == rating_choice(ticket_id, score)), None)
    said = (text or "").strip()
    if match := _NUMBER.fullmatch(said):
        return int(match[1])
    if _STARS.fullmatch(said):
        return sum(said.count(star) for star in "\u2b50\u2605")
    return _FACES.get(said)


def is_answer(ticket_id: UUID, awaited: str | None, until: datetime | None, said: Said) -> bool:
    """Tell whether something belongs to a closed ticket as the answer to what was asked there.

    A button of the ticket's own question always does, also when it is pressed again, or late.
    """
    if said.choice is not None:
        return score_of(ticket_id, None, said.choice) is not None
    if until is None or said.at > until:
        return False
    if awaited == Awaited.RATING:
        return score_of(ticket_id, said.text, None) is not None
    return awaited == Awaited.COMMENT and bool(said.text) and len(said.text or "") <= MAX_COMMENT
