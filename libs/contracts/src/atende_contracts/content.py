"""What can be sent: one union, discriminated by ``kind``, that chat takes, stores and hands to the gateway.

The classes are lenient, as every event is: a reader never refuses what a writer was allowed to write.
What the provider would refuse is said by `atende_contracts.limits`, which the edges that take content
and the gateway before it sends both ask. The names are those of WhatsApp's messages, coming and going.
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from atende_contracts.event import Media, MediaContent, Part, TemplateContent, TextContent

# --- interactive -----------------------------------------------------------------------------


class Header(Part):
    """What stands above an interactive message: a line of text, or a file."""

    type: Literal["text", "image", "video", "document"] = "text"
    text: str | None = None
    media: Media | None = None


class ReplyButton(Part):
    id: str
    """Comes back with the customer's choice."""
    title: str


class ReplyButtons(Part):
    type: Literal["button"] = "button"
    buttons: list[ReplyButton]


class ListRow(Part):
    id: str
    """Comes back with the customer's choice."""
    title: str
    description: str | None = None


class ListSection(Part):
    title: str | None = None
    rows: list[ListRow]


class ListMenu(Part):
    type: Literal["list"] = "list"
    button: str
    """What opens the list."""
    sections: list[ListSection]


class LinkButton(Part):
    type: Literal["cta_url"] = "cta_url"
    display_text: str
    url: str


class LocationRequest(Part):
    """Asks the customer for their location."""

    type: Literal["location_request_message"] = "location_request_message"


class FlowButton(Part):
    """Opens a flow, named by exactly one of ``flow_id`` and ``flow_name``."""

    type: Literal["flow"] = "flow"
    flow_id: str | None = None
    flow_name: str | None = None
    flow_cta: str
    flow_token: str = "unused"  # noqa: S105 (WhatsApp's own default; it names a session and opens nothing)
    mode: Literal["published", "draft"] = "published"
    flow_action: Literal["navigate", "data_exchange"] = "navigate"
    screen: str | None = None
    data: dict[str, Any] | None = None


Action = Annotated[
    ReplyButtons | ListMenu | LinkButton | LocationRequest | FlowButton, Field(discriminator="type")
]


class InteractiveContent(Part):
    kind: Literal["interactive"] = "interactive"
    body: str
    header: Header | None = None
    footer: str | None = None
    action: Action


# --- the others ------------------------------------------------------------------------------


class LocationContent(Part):
    kind: Literal["location"] = "location"
    latitude: float
    longitude: float
    name: str | None = None
    address: str | None = None


class CardName(Part):
    formatted_name: str
    first_name: str | None = None
    last_name: str | None = None
    middle_name: str | None = None
    prefix: str | None = None
    suffix: str | None = None


class CardPhone(Part):
    phone: str
    type: str | None = None
    wa_id: str | None = None


class CardEmail(Part):
    email: str
    type: str | None = None


class CardUrl(Part):
    url: str
    type: str | None = None


class CardAddress(Part):
    street: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    country: str | None = None
    country_code: str | None = None
    type: str | None = None


class CardOrganisation(Part):
    company: str | None = None
    department: str | None = None
    title: str | None = None


class ContactCard(Part):
    name: CardName
    phones: list[CardPhone] = Field(default_factory=list)
    emails: list[CardEmail] = Field(default_factory=list)
    urls: list[CardUrl] = Field(default_factory=list)
    addresses: list[CardAddress] = Field(default_factory=list)
    org: CardOrganisation | None = None
    birthday: str | None = None
    """As ``YYYY-MM-DD``."""


class ContactsContent(Part):
    kind: Literal["contacts"] = "contacts"
    contacts: list[ContactCard]


class ReactionContent(Part):
    """An emoji under an earlier message; no emoji takes the reaction back."""

    kind: Literal["reaction"] = "reaction"
    message_id: str
    """The provider's id of that message."""
    emoji: str | None = None


MessageContent = Annotated[
    TextContent
    | TemplateContent
    | MediaContent
    | InteractiveContent
    | LocationContent
    | ContactsContent
    | ReactionContent,
    Field(discriminator="kind"),
]


def shown_kind(content: MessageContent) -> str:
    """Return the kind as conversations show it: WhatsApp's own name, for what came and what went."""
    return content.media_type if isinstance(content, MediaContent) else content.kind


def shown_text(content: MessageContent) -> str | None:
    """Return what of a message can be read as text; None when there is nothing to read."""
    match content:
        case TextContent(body=text) | InteractiveContent(body=text):
            return text
        case MediaContent(caption=text) | ReactionContent(emoji=text):
            return text
        case LocationContent():
            return content.name or content.address
        case ContactsContent():
            return ", ".join(card.name.formatted_name for card in content.contacts)
        case TemplateContent():
            return None
