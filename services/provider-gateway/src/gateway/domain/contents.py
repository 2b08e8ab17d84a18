"""What is made of a content, made once: most messages of a campaign have the same."""

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from atende_contracts.content import MessageContent

T = TypeVar("T")

_REMEMBERED: Final = 64


class PerContent(Generic[T]):
    """A function of contents that remembers what it returned for those that came last.

    Known is the very object, which does not change: to compare contents would cost what it saves.
    """

    def __init__(self, make: Callable[[MessageContent], T]) -> None:
        self._make = make
        self._made: dict[int, tuple[MessageContent, T]] = {}

    def __call__(self, content: MessageContent) -> T:
        known = self._made.get(id(content))
        if known is not None:  # It is kept, so that no other can have its id.
            return known[1]
        made = self._make(content)
        if len(self._made) >= _REMEMBERED:
            self._made.clear()
        self._made[id(content)] = content, made
        return made
