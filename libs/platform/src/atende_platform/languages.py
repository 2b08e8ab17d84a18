"""In which language somebody reads what we say: the console's are Portuguese and English."""

from typing import Annotated, Final, Literal

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from atende_contracts.words import Words

Language = Literal["pt", "en"]
_MAX_HEADER: Final = 500


def language_of(locale: str | None) -> Language:
    """Return the language in which a company of a locale reads; Portuguese where it is unknown."""
    return "en" if (locale or "").lower().startswith("en") else "pt"


def accepted_language(header: str) -> Language | None:
    """Return which of our languages an ``Accept-Language`` prefers; None when it names neither."""
    preferred: tuple[float, Language] | None = None
    for part in header[:_MAX_HEADER].split(","):
        tag, _, parameter = part.partition(";")
        language = tag.strip().lower().partition("-")[0]
        weight = _weight(parameter)
        if language in ("pt", "en") and weight > 0 and (preferred is None or weight > preferred[0]):
            preferred = weight, "pt" if language == "pt" else "en"
    return preferred[1] if preferred else None


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def preferred_language(scope: Scope) -> Language | None:
    """Return the language that a request asks for; None when it names none of ours."""
    headers = [value for name, value in scope.get("headers", ()) if name == b"accept-language"]
    return accepted_language(b",".join(headers).decode("latin-1"))


def reading(scope: Scope) -> Language:
    """Return the language of an answer: what ``Accept-Language`` prefers, else English."""
    return preferred_language(scope) or "en"


def _reader(request: Request, response: Response) -> Language:
    language = reading(request.scope)
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language"
    return language


Reading = Annotated[Language, Depends(_reader)]
"""The language of an answer, which tells it, and caches that others may get another."""


def in_language(words: Words, language: Language) -> str:
    """Return words in a language."""
    return words.pt if language == "pt" else words.en
