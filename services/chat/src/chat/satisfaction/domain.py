"""How customers are asked for a rating, and what their answers mean.

Pure: no database, no clock, no framework.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from atende_contracts.content import (
    InteractiveContent,
    ListMenu,
    ListRow,
    ListSection,
    ReplyButton,
    ReplyButtons,
)
from chat.tickets.answers import rating_choice

MAX_QUESTION: Final = 1000
MAX_ANSWER_HOURS: Final = 72
ANSWER_HOURS: Final = 24
COMMENT_TIME: Final = timedelta(hours=1)
"""How long the comment is waited for. What comes later begins a conversation again."""
ASK_WITHIN: Final = timedelta(hours=1)
"""A ticket whose turn comes later than this after its closing is not asked about: the moment has passed."""


class Style(StrEnum):
    """What the customer chooses from."""

    SCALE = "scale"
    """1 to 5, in a list."""
    FACES = "faces"
    """Three buttons, which count as 1, 3 and 5."""
    TEXT = "text"
    """Nothing to press: the number is written. For channels without lists and buttons."""


class Todo(StrEnum):
    """What the system does next about a ticket's rating."""

    ASK = "ask"
    THANK = "thank"
    """It has a score: ask for a comment, or say thank you."""
    FINISH = "finish"
    """It has a comment."""


class _Words(NamedTuple):
    button: str
    scores: tuple[str, str, str, str, str]
    faces: tuple[str, str, str]


_PORTUGUESE: Final = _Words(
    "Avaliar", ("Péssimo", "Ruim", "Regular", "Bom", "Ótimo"), ("😞 Ruim", "😐 Regular", "😀 Bom")
)
_ENGLISH: Final = _Words(
    "Rate", ("Very poor", "Poor", "Fair", "Good", "Great"), ("😞 Poor", "😐 Fair", "😀 Good")
)
_FACE_SCORES: Final = (1, 3, 5)


def question(ticket_id: UUID, text: str, style: Style, locale: str) -> InteractiveContent | None:
    """Return the question with its choices, in the company's language; None if it is plain text."""
    words = _PORTUGUESE if locale.lower().startswith("pt") else _ENGLISH
    if style is Style.TEXT:
        return None
    if style is Style.FACES:
        buttons = [
            ReplyButton(id=rating_choice(ticket_id, score), title=title)
            for score, title in zip(_FACE_SCORES, words.faces, strict=True)
        ]
        return InteractiveContent(body=text, action=ReplyButtons(buttons=buttons))
    rows = [
        ListRow(id=rating_choice(ticket_id, score), title=f"{score} · {words.scores[score - 1]}")
        for score in (5, 4, 3, 2, 1)
    ]
    return InteractiveContent(
        body=text, action=ListMenu(button=words.button, sections=[ListSection(rows=rows)])
    )
