"""Filters of segments when a tag has another name. Pure."""

from typing import Any


def retagged(wanted: Any, old: str, new: str, *, done: bool) -> Any:
    """Return a filter as it is stored that finds the same people, whose tag is becoming another.

    Until that is ``done`` some have the old and some the new one. What was changed is changed no more.
    """
    either = {"or": [{"tag": new}, {"tag": old}]}
    if wanted == either:
        return {"tag": new} if done else wanted
    if wanted == {"tag": old}:
        return {"tag": new} if done else either
    if isinstance(wanted, dict):
        return {name: retagged(part, old, new, done=done) for name, part in wanted.items()}
    if isinstance(wanted, list):
        return [retagged(part, old, new, done=done) for part in wanted]
    return wanted
