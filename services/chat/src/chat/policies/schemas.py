"""What the API takes and gives of a company's rules for its inbox."""

from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from atende_contracts.field_errors import invalid
from atende_platform.http.fields import ONE_LINE, STORABLE
from atende_platform.http.models import ApiModel, example
from chat.policies.domain import (
    MAX_BUTTON,
    MAX_CAPACITY,
    MAX_HOURS,
    MAX_LABEL,
    MAX_MESSAGE,
    MAX_OFFLINE_MINUTES,
    MAX_OPTIONS,
    Assignment,
    Menu,
    MenuOption,
    MenuStyle,
    ReopenRule,
    Visibility,
)

Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_MESSAGE), STORABLE
]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_LABEL), ONE_LINE]
Button = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_BUTTON), ONE_LINE
]
ReopenHours = Annotated[float, Field(ge=0, le=MAX_HOURS)]
CloseAfterHours = Annotated[int, Field(ge=1, le=MAX_HOURS)]
Capacity = Annotated[int, Field(ge=1, le=MAX_CAPACITY)]
OfflineMinutes = Annotated[int, Field(ge=1, le=MAX_OFFLINE_MINUTES)]


class QueueMenuOption(ApiModel):
    queue_id: UUID
    label: Label


class QueueMenu(ApiModel):
    """What a new customer is asked; the answer puts their ticket into a queue.

    An answer that fits none is asked again twice at most; then the ticket gets into the default queue.
    """

    text: Text
    style: MenuStyle = MenuStyle.NUMBERS
    """``numbers``: a text with a number before each queue; ``list``: a list of WhatsApp, to tap on."""
    button: Button = "Opções"
    """What opens a list."""
    options: Annotated[list[QueueMenuOption], Field(min_length=2, max_length=MAX_OPTIONS)]

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        labels = {one.label.casefold() for one in self.options}
        if len(labels) < len(self.options) or len({one.queue_id for one in self.options}) < len(self.options):
            raise invalid("menu_option_twice")
        return self

    def menu(self) -> Menu:
        options = [MenuOption(one.queue_id, one.label) for one in self.options]
        return Menu(self.text, self.style, self.button, options)


class PoliciesUpdate(ApiModel):
    """What is absent stays as it is; null is what the description of a field says."""

    model_config = example({"assignment": "least_busy", "agentCapacity": 8, "closeAfterHours": 72})

    visibility: Visibility = Visibility.QUEUES
    reopen_rule: ReopenRule | None = None
    reopen_hours: ReopenHours | None = None
    assignment: Assignment = Assignment.MANUAL
    agent_capacity: Capacity | None = None
    release_offline_minutes: OfflineMinutes | None = None
    close_after_hours: CloseAfterHours | None = None
    close_message: Text | None = None
    greeting_enabled: bool = True
    greeting: Text | None = None


class PoliciesRead(ApiModel):
    visibility: Visibility
    """Which tickets agents see: with ``queues`` those of their queues, of no queue, and their own."""
    reopen_rule: ReopenRule | None
    """When a customer's message goes on in a closed ticket; null: by the hours of the company's settings."""
    reopen_hours: float | None
    """For the rule ``hours``; null: those of the company's settings."""
    assignment: Assignment
    """Who gets tickets of a queue: anyone who takes them, its members in turn, or the least busy of them."""
    agent_capacity: int | None
    """Open tickets up to which an agent is given further ones; null: without end."""
    release_offline_minutes: int | None
    """After how long without an agent their open tickets wait for others; null: they stay theirs."""
    close_after_hours: int | None
    """After how long without a message tickets are closed; null: they stay open."""
    close_message: str | None
    """What the customer is sent then, within 24 hours of their last message; null: nothing."""
    greeting_enabled: bool
    greeting: str | None
    """For tickets whose queue has no greeting of its own; null: none."""
    revision: int
    """0: nothing was decided yet."""


class ChannelPoliciesUpdate(ApiModel):
    """What is absent stays as it is; null: the company's rule holds on this channel, too."""

    model_config = example({"reopenRule": "never", "greeting": "Olá! Em que podemos ajudar?"})

    default_queue_id: UUID | None = None
    reopen_rule: ReopenRule | None = None
    reopen_hours: ReopenHours | None = None
    close_after_hours: CloseAfterHours | None = None
    close_message: Text | None = None
    greeting_enabled: bool | None = None
    greeting: Text | None = None
    menu: QueueMenu | None = None


class ChannelPoliciesRead(ApiModel):
    """What holds on one channel in place of the company's rules; what is null is the company's."""

    channel_id: UUID
    default_queue_id: UUID | None
    """The queue of new tickets; null: they are in none."""
    reopen_rule: ReopenRule | None
    reopen_hours: float | None
    close_after_hours: int | None
    close_message: str | None
    greeting_enabled: bool | None
    greeting: str | None
    menu: QueueMenu | None
    """What new customers are asked; null: nothing."""
    revision: int
    """0: nothing was decided for this channel."""


def columns(given: dict[str, Any]) -> dict[str, Any]:
    """Return what is stored of a body's fields."""
    menu: QueueMenu | None = given.get("menu")
    stored = menu.model_dump(mode="json", by_alias=False) if menu is not None else None
    return {**given, "menu": stored} if "menu" in given else given
