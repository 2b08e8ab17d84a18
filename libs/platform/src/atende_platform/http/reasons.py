"""Reasons that users read, as they are stored and as the API shows them."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from atende_contracts.notices import NOTICES, SKIPPED, recognised, words_for
from atende_contracts.reasons import REASONS
from atende_contracts.words import OTHER, Reason
from atende_platform.http.fields import one_of
from atende_platform.http.models import ApiModel

Stored = dict[str, Any]


class ReasonRead(ApiModel):
    """Why something is so, in words for users."""

    code: Annotated[str, one_of([*NOTICES, *SKIPPED, *REASONS, OTHER])] = Field(description="Stable")
    params: dict[str, Any] = Field(default_factory=dict, description="The values in the words, by name")
    pt: str
    en: str


def as_stored(reason: Reason | None) -> Stored | None:
    """Return a reason as a column of JSON has it."""
    return None if reason is None else {"code": reason.code, "params": dict(reason.params)}


def read_reason(stored: Mapping[str, Any] | None, sentence: str | None) -> ReasonRead | None:
    """Return a stored reason with its words.

    ``sentence`` is the column from before there were codes, which the version before writes alone: where it
    says something else than the reason, it is newer. It goes with the next version, and this parameter too.
    """
    if sentence is None:
        return None
    reason = None if stored is None else Reason(stored["code"], stored["params"])
    if reason is None or words_for(reason).en != sentence:
        reason = recognised(sentence)
    return _shown(reason)


def read_code(code: str | None, title: str | None) -> ReasonRead | None:
    """Return a reason that is stored as a bare code. From before there were codes there is a title only."""
    if code is None:
        return None if title is None else _shown(Reason(OTHER, {"text": title}))
    return _shown(Reason(code))


def _shown(reason: Reason) -> ReasonRead:
    words = words_for(reason)
    return ReasonRead(code=reason.code, params=dict(reason.params), pt=words.pt, en=words.en)
