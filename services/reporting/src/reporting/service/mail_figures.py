"""How figures, days and periods are written in e-mails, in Portuguese and in English."""

from datetime import date
from typing import Any, Final, Literal

from reporting.schemas.schedules import Language

Kind = Literal["text", "number", "rate", "duration", "day"]
NOTHING: Final = "–"
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def figure(value: Any, kind: Kind, language: Language) -> str:
    """Return a figure as people read it; a dash where there is none."""
    if value is None or value == "":
        return NOTHING
    match kind:
        case "number":
            return number(value, language)
        case "rate":
            return f"{number(round(value * 100, 1), language)}{' ' if language == 'pt' else ''}%"
        case "duration":
            return duration(value)
        case "day":
            return day(date.fromisoformat(value), language)
        case "text":
            return str(value)


def number(value: float, language: Language) -> str:
    """Return a number with the separators of a language: 1.234,5 or 1,234.5."""
    text = f"{value:,}"
    return text.translate(str.maketrans(",.", ".,")) if language == "pt" else text


def duration(seconds: float) -> str:
    """Return a duration in its two largest units: 45 s, 12 min, 3 h 05 min, 2 d 4 h."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes = round(whole / 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h {minutes % 60:02} min"
    hours = round(minutes / 60)
    return f"{hours // 24} d {hours % 24} h"


def day(value: date, language: Language) -> str:
    """Return a day: 27/11/2026 or Nov 27, 2026."""
    if language == "pt":
        return f"{value:%d/%m/%Y}"
    return f"{_MONTHS[value.month - 1]} {value.day}, {value.year}"


def period(first: date, last: date, language: Language) -> str:
    """Return a period: 27/11/2026, or 01/11/2026 a 30/11/2026."""
    if first == last:
        return day(first, language)
    return f"{day(first, language)} {'a' if language == 'pt' else 'to'} {day(last, language)}"
