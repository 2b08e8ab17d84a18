"""The envelope that every event shares, and the value types that events are made of.

Within a version, fields are only added, and only with a default: readers ignore what they do
not know. A breaking change is a new class with a new ``type`` (see CONTRIBUTING.md, "Events").
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import AliasChoices, AliasGenerator, AwareDatetime, ConfigDict, Field
from pydantic.alias_generators import to_camel

from atende_contracts.bounds import Line, PersonId, PersonName, ProviderId
from atende_contracts.described import Described
from atende_contracts.ids import uuid7


def _now() -> datetime:
    return datetime.now(UTC)


class Value(Described):
    """An immutable part of an event."""

    # What does not fit is named in logs and dead letters; what a customer wrote is not quoted there.
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class Event(Value):
    """What every event carries. ``id`` is the inbox key; ``company_id`` is the tenant."""

    topic: ClassVar[str]
    """Name of the topic in the registry (`atende_contracts.topics`)."""

    type: str
    id: UUID = Field(default_factory=uuid7)
    company_id: UUID
    occurred_at: AwareDatetime = Field(default_factory=_now)

    def key(self) -> str:
        """Return the Kafka key: order is kept among events with the same key."""
        raise NotImplementedError

    def envelope(self) -> dict[str, Any]:
        """Return what every event carries, of this one."""
        return {"id": self.id, "company_id": self.company_id, "occurred_at": self.occurred_at}

    def parts(self) -> Sequence["Event"]:
        """Return the events that it stands for, in their order: itself, unless it is many in one."""
        return (self,)

    def halves(self) -> Sequence["Event"]:
        """Return two events that stand for the same; none if it is about one thing."""
        return ()


class Party(Value):
    """A person on WhatsApp, by every name we know. Any of them may be absent.

    ``bsuid`` is Meta's business-scoped user id; since usernames exist a customer may have no
    visible phone. ``phone`` is E.164 with ``+``; ``wa_id`` is what the provider calls them.
    """

    phone: PersonId | None = None
    wa_id: PersonId | None = None
    bsuid: PersonId | None = None
    lid: PersonId | None = None
    name: PersonName | None = None
    parent_bsuid: PersonId | None = None
    """The user id in the scope of the parent business. No contact is looked up by it."""

    KINDS: ClassVar[tuple[str, ...]] = ("wa_id", "phone", "bsuid", "lid")
    """The fields that name the person, strongest first."""

    def identity(self) -> str:
        """Return the strongest name as ``kind:value``, spelled as received; used in keys.

        One person may come with several: compare people by `atende_contracts.identity`.
        """
        for kind in self.KINDS:
            value = getattr(self, kind)
            if value:
                return f"{kind}:{value.lstrip('+')}"
        return "unknown:"


def _spellings(name: str) -> str | AliasChoices:
    # Only where they differ: a discriminator may have one name only.
    return AliasChoices(to_camel(name), name) if "_" in name else name


class Part(Value):
    """A part of a message. Read in snake_case and in camelCase, as our API is; written in snake_case."""

    model_config = ConfigDict(
        alias_generator=AliasGenerator(validation_alias=_spellings), validate_by_name=True
    )


class Media(Part):
    """A file at the provider. ``provider_media_id`` is fetched by the gateway's worker, never here.

    ``id`` and ``state`` are those of our copy; absent as long as there is to be none.
    """

    id: UUID | None = None
    state: Literal["pending", "stored", "failed"] | None = None
    error: str | None = None
    """Why there will be no file, with state ``failed``."""
    provider_media_id: ProviderId | None = None
    url: str | None = None
    mime_type: str | None = None
    sha256: str | None = None
    filename: str | None = None
    size: int | None = None
    voice: bool = False
    width: int | None = None
    """Of a picture or video that is stored, in pixels, as it is shown."""
    height: int | None = None
    duration_ms: int | None = None
    """Of sound and video that is stored, as far as the file says."""
    thumbnail: bool = False
    """There is a small picture of it."""


class ProviderError(Value):
    """Why a send failed, in the provider's words. ``code`` is Meta's ``error.code``."""

    code: int
    title: Line
    details: Line | None = None
    reason: Line | None = None
    """What it means for an agent: a stable code of `atende_contracts.reasons`."""


# --- what we send ----------------------------------------------------------------------------


class TextContent(Part):
    kind: Literal["text"] = "text"
    body: str
    preview_url: bool = False


class TemplateContent(Part):
    """A template message; ``components`` are passed on as the provider defines them."""

    kind: Literal["template"] = "template"
    name: str
    language: str
    components: list[dict[str, Any]] = Field(default_factory=list)


class MediaContent(Part):
    kind: Literal["media"] = "media"
    media_type: Literal["image", "audio", "video", "document", "sticker"]
    media: Media
    caption: str | None = None


# As the first versions of the events know it. Everything that can be sent: `atende_contracts.content`.
OutboundContent = Annotated[TextContent | TemplateContent | MediaContent, Field(discriminator="kind")]
