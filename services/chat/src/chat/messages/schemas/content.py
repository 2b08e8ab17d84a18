"""What messages of each kind have besides text and file, as answers and updates show it: ``content``.

What agents write has the members of `atende_contracts.content`, what customers write those of WhatsApp's
webhooks, both in camelCase. Providers add members at any time, so all of these may have further
ones. A message whose content is not as that of its kind should be is shown as ``unsupported``.
"""

from typing import Any, Literal

from pydantic import ConfigDict, Field

from atende_platform.http.models import ApiModel


class Part(ApiModel):
    """A part of a content. What is not known is absent; so is all of a message that was taken back."""

    model_config = ConfigDict(extra="allow", strict=True)


# --- any kind --------------------------------------------------------------------------------


class ContextRead(Part):
    """What is known of where a message comes from."""

    forwarded: bool | None = None
    frequently_forwarded: bool | None = None
    referred_product: dict[str, Any] | None = None


class ReferralRead(Part):
    """The advertisement or post from which the customer came."""

    source_url: str | None = None
    source_id: str | None = None
    source_type: str | None = None
    headline: str | None = None
    body: str | None = None
    media_type: str | None = None
    ctwa_clid: str | None = None


class ContentRead(Part):
    """What a message of any kind may have."""

    context: ContextRead | None = None
    referral: ReferralRead | None = None
    preview_url: bool | None = None
    """Of a text of ours: WhatsApp shows the page behind its first link."""
    truncated: bool | None = None
    """Some of what the provider sent was too long to be kept."""


class FileContentRead(ContentRead):
    animated: bool | None = None
    """A sticker moves."""


# --- kinds -----------------------------------------------------------------------------------


class LocationRead(Part):
    latitude: float
    longitude: float
    name: str | None = None
    address: str | None = None
    url: str | None = None


class LocationContentRead(ContentRead):
    location: LocationRead | None = None


class CardNameRead(Part):
    formatted_name: str
    first_name: str | None = None
    last_name: str | None = None
    middle_name: str | None = None
    prefix: str | None = None
    suffix: str | None = None


class CardPhoneRead(Part):
    phone: str | None = None
    type: str | None = None
    wa_id: str | None = None


class CardEmailRead(Part):
    email: str | None = None
    type: str | None = None


class CardUrlRead(Part):
    url: str | None = None
    type: str | None = None


class CardAddressRead(Part):
    street: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    country: str | None = None
    country_code: str | None = None
    type: str | None = None


class CardOrganisationRead(Part):
    company: str | None = None
    department: str | None = None
    title: str | None = None


class CardRead(Part):
    name: CardNameRead
    phones: list[CardPhoneRead] | None = None
    emails: list[CardEmailRead] | None = None
    urls: list[CardUrlRead] | None = None
    addresses: list[CardAddressRead] | None = None
    org: CardOrganisationRead | None = None
    birthday: str | None = None


class ContactsContentRead(ContentRead):
    contacts: list[CardRead] | None = None


class ChoiceRead(Part):
    """The button or the row of a list that the customer chose."""

    id: str
    title: str
    description: str | None = None


class FlowAnswerRead(Part):
    response_json: str
    """What the customer entered, as JSON; its names are the flow's."""
    name: str | None = None
    body: str | None = None


class InteractiveRead(Part):
    """A customer's choice has a ``type`` and a member of that name.

    What an agent wrote has ``body`` and ``action``, as in the request.
    """

    type: Literal["button_reply", "list_reply", "nfm_reply"] | None = None
    button_reply: ChoiceRead | None = None
    list_reply: ChoiceRead | None = None
    nfm_reply: FlowAnswerRead | None = None
    body: str | None = None
    header: dict[str, Any] | None = None
    footer: str | None = None
    action: dict[str, Any] | None = None


class InteractiveContentRead(ContentRead):
    interactive: InteractiveRead | None = None


class TemplateRead(Part):
    name: str
    language: str
    components: list[dict[str, Any]] | None = None
    """As Meta defines them."""


class TemplateContentRead(ContentRead):
    template: TemplateRead | None = None


class ProductRead(Part):
    product_retailer_id: str | None = None
    quantity: float | None = None
    item_price: float | None = None
    currency: str | None = None


class OrderRead(Part):
    catalog_id: str | None = None
    product_items: list[ProductRead] | None = None
    text: str | None = None


class OrderContentRead(ContentRead):
    order: OrderRead | None = None


class AgentReactionRead(Part):
    message_id: str
    """The `providerMessageId` of the message that it stands under."""
    emoji: str | None = None


class ReactionContentRead(ContentRead):
    reaction: AgentReactionRead | None = None


class SystemRead(Part):
    """The customer's number or user id changed; or, on WhatsApp Web, something of a group did."""

    body: str | None = None
    type: str | None = None
    about: list[str] | None = None
    """Whom or what it concerns: members of a group, its new name."""


class SystemContentRead(ContentRead):
    system: SystemRead | None = None


class CallRead(Part):
    missed: bool | None = None


class CallContentRead(ContentRead):
    call: CallRead | None = None


class NoteRead(Part):
    mentions: list[str] = Field(default_factory=list)
    """The users who are mentioned."""
    edited_at: str | None = None
    removed_at: str | None = None
    """Its author, or who manages the inbox, took it away."""


class NoteContentRead(ContentRead):
    note: NoteRead | None = None


class TimelineRead(Part):
    """One thing that was done: what of the following changed, and from what."""

    event: str
    """``created``, ``accepted``, ``assigned``, ``transferred``, ``closed``, ``reopened``, ``snoozed``,
    ``woken``, ``handed_over``, ``held``, ``unassigned``, ``priority``, ``subject``, ``tagged``,
    ``untagged``, ``joined``, ``left``, ``macro``, ``automation``, ``rated``, ``scheduled_failed``;
    others may come."""
    assignee_id: str | None = None
    former_assignee_id: str | None = None
    queue_id: str | None = None
    former_queue_id: str | None = None
    user_id: str | None = None
    tag_id: str | None = None
    priority: str | None = None
    subject: str | None = None
    reason: str | None = None
    until: str | None = None
    rule_id: str | None = None
    """Of a macro or an automation, which did what follows."""
    name: str | None = None
    score: str | None = None


class TimelineContentRead(ContentRead):
    timeline: TimelineRead | None = None


class UnsupportedRead(Part):
    type: str
    """What the provider calls this kind of message."""


class UnsupportedContentRead(Part):
    unsupported: UnsupportedRead | None = None
