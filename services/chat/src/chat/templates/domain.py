"""What is known of a template, and how a ticket's template message is checked against it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from uuid import UUID

from atende_contracts.event import TemplateContent
from atende_contracts.field_errors import FieldError
from atende_contracts.limits import MEDIA_ID, MediaKind, file_problems, of_known_file
from atende_contracts.limits.known_templates import Known
from atende_platform.errors import Conflict

APPROVED: Final = "APPROVED"
"""The provider's word for a template that can be sent."""

FIELDS: Final = {
    "name": "content.name",
    "header": "content.components",
    "body": "content.components",
    "buttons": "content.components",
    "components": "content.components",
}
"""Where a message gives the parts of its template."""

_FILE_KINDS: Final[tuple[MediaKind, ...]] = ("image", "video", "document")


class TemplateNotSendable(Conflict):
    """The template cannot be sent now: it is in review, was rejected, paused, or deleted."""

    own_reason = "template-not-sendable"


@dataclass(frozen=True, slots=True)
class KnownTemplate:
    """A template as the gateway last told it."""

    rules: Known
    components: list[dict[str, Any]] | None
    """As the provider defines them; None while only its needs are known."""


class HeaderFile(NamedTuple):
    """A file of ours in a template's header."""

    field: str
    kind: MediaKind
    id: UUID


def header_files(content: TemplateContent) -> Iterator[HeaderFile]:
    """Yield the files of ours that a message of a template names."""
    for index, component in enumerate(content.components):
        if str(component.get("type", "")).lower() != "header":
            continue
        for place, parameter in enumerate(component.get("parameters") or []):
            for kind in _FILE_KINDS:
                value = parameter.get(kind)
                if isinstance(value, dict) and value.get(MEDIA_ID) is not None:
                    field = f"content.components.{index}.parameters.{place}.{kind}.{MEDIA_ID}"
                    yield HeaderFile(field, kind, UUID(str(value[MEDIA_ID])))


def unfit_file(file: HeaderFile, known: Mapping[str, Any]) -> FieldError | None:
    """Return why WhatsApp would refuse a file of which this is known; None if it would not, for all we know.

    ``known`` has the ``mime_type`` and ``size`` of `chat.directory.service.known_files`.
    """
    mime_type, size = known.get("mime_type"), known.get("size")
    if mime_type is None or size is None:
        return None
    problem = next(file_problems("", file.kind, mime_type=mime_type, size=size), None)
    return of_known_file(problem, file.field, mime_type, size) if problem else None
