"""What a campaign says: one message, or several of which each recipient gets one by chance.

The chance is a hash of campaign and person, so a person who is planned again gets the same.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate
from typing import Any, Final
from uuid import UUID

from campaign.domain.rendering import Message

VARIANTS: Final = "variants"
"""The ``kind`` of a content that is several: ``{"kind", "variants": [{"name", "weight", "content"}]}``."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the messages; without a name it is the only one."""

    name: str | None
    weight: int
    message: Message


class Messages:
    """All that a campaign may say, read from its content."""

    def __init__(self, campaign_id: UUID, content: Mapping[str, Any]) -> None:
        self._campaign_id = campaign_id.bytes
        if content["kind"] == VARIANTS:
            self.all = [
                Variant(each["name"], each["weight"], Message(each["content"])) for each in content[VARIANTS]
            ]
        else:
            self.all = [Variant(None, 1, Message(content))]
        self._up_to = list(accumulate(variant.weight for variant in self.all))
        self.needs_window = not all(variant.message.is_template for variant in self.all)
        """Something of it reaches only who wrote in the last 24 hours."""
        self.needs_custom_fields = any(variant.message.needs_custom_fields for variant in self.all)

    def of(self, identity: str) -> Variant:
        """Return the variant of a person, in proportion to the weights."""
        if len(self.all) == 1:
            return self.all[0]
        digest = blake2b(self._campaign_id + identity.encode(), digest_size=8).digest()
        return self.all[bisect_right(self._up_to, int.from_bytes(digest) % self._up_to[-1])]
