"""What the API takes and gives of automations. Conditions are a union by ``type``, as actions are."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, TypeAdapter, model_validator

from atende_contracts.field_errors import invalid
from atende_platform.http.fields import ONE_LINE, STORABLE
from atende_platform.http.models import ApiModel, example
from chat.actions.domain import MAX_ACTIONS
from chat.actions.schemas import Action, Actions, from_stored
from chat.automations import domain
from chat.automations.domain import (
    MAX_AUTOMATIONS,
    MAX_CONDITIONS,
    MAX_NAME,
    MAX_TERM,
    MAX_VALUES,
    Event,
    Facts,
)
from chat.tickets.domain import Priority, TicketStatus

if TYPE_CHECKING:
    from chat.automations.models import Automation

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NAME), ONE_LINE]
Term = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TERM), ONE_LINE]
Terms = Annotated[list[Term], Field(min_length=1, max_length=MAX_VALUES)]
Ids = Annotated[list[UUID], Field(min_length=1, max_length=MAX_VALUES)]


class Condition(ApiModel):
    """Something that is so; with ``negated`` something that is not."""

    negated: bool = False

    def is_so(self, facts: Facts) -> bool:
        """Tell whether it is so, as far as it is not negated."""
        raise NotImplementedError

    def holds(self, facts: Facts) -> bool:
        """Tell whether it holds."""
        return self.is_so(facts) is not self.negated


class TextContains(Condition):
    """The customer's message contains one of these. Case and accents do not count."""

    type: Literal["text_contains"]
    terms: Terms

    def is_so(self, facts: Facts) -> bool:
        return facts.text.contains(self.terms)


class TextHasWord(Condition):
    """The customer's message has one of these as whole words: ``sim`` is not in ``simples``."""

    type: Literal["text_has_word"]
    terms: Terms

    def is_so(self, facts: Facts) -> bool:
        return facts.text.has_word(self.terms)


class InChannel(Condition):
    type: Literal["channel"]
    channel_ids: Ids

    def is_so(self, facts: Facts) -> bool:
        return facts.channel_id in self.channel_ids


class InQueue(Condition):
    """The ticket is in one of these queues; null: in none."""

    type: Literal["queue"]
    queue_ids: Annotated[list[UUID | None], Field(min_length=1, max_length=MAX_VALUES)]

    def is_so(self, facts: Facts) -> bool:
        return facts.queue_id in self.queue_ids


class HasStatus(Condition):
    type: Literal["status"]
    statuses: Annotated[list[TicketStatus], Field(min_length=1, max_length=4)]

    def is_so(self, facts: Facts) -> bool:
        return facts.status in self.statuses


class HasAssignee(Condition):
    """The ticket is one of these agents'; null: nobody's."""

    type: Literal["assignee"]
    assignee_ids: Annotated[list[UUID | None], Field(min_length=1, max_length=MAX_VALUES)]

    def is_so(self, facts: Facts) -> bool:
        return facts.assignee_id in self.assignee_ids


class HasTag(Condition):
    """The ticket has one of these tags."""

    type: Literal["tag"]
    tag_ids: Ids

    def is_so(self, facts: Facts) -> bool:
        return not set(facts.tag_ids).isdisjoint(self.tag_ids)


class HasPriority(Condition):
    type: Literal["priority"]
    priorities: Annotated[list[Priority], Field(min_length=1, max_length=4)]

    def is_so(self, facts: Facts) -> bool:
        return facts.priority in self.priorities


class ContactHasTag(Condition):
    """The contact has one of these tags."""

    type: Literal["contact_tag"]
    tags: Terms

    def is_so(self, facts: Facts) -> bool:
        return domain.has_tag(facts.contact_tags, self.tags)


class ContactField(Condition):
    """A custom field of the contact is this, contains this, or is filled. Case and accents do not count."""

    type: Literal["contact_field"]
    name: Annotated[str, StringConstraints(min_length=1, max_length=50), ONE_LINE]
    operator: Literal["is", "contains", "filled"] = "is"
    value: Annotated[str, StringConstraints(max_length=200), STORABLE] | None = None

    @model_validator(mode="after")
    def _with_value(self) -> Self:
        if self.operator != "filled" and not (self.value or "").strip():
            raise invalid("give_one_of", fields="value")
        return self

    def is_so(self, facts: Facts) -> bool:
        return domain.field_matches(facts.contact_fields.get(self.name), self.operator, self.value)


class BusinessHours(Condition):
    """The ticket's queue works at the moment. A queue without hours, or none, always does."""

    type: Literal["business_hours"]

    def is_so(self, facts: Facts) -> bool:
        return facts.is_open


class FirstMessage(Condition):
    """The message is the customer's first in the ticket."""

    type: Literal["first_message"]

    def is_so(self, facts: Facts) -> bool:
        return facts.is_first_message


AnyCondition = Annotated[
    TextContains
    | TextHasWord
    | InChannel
    | InQueue
    | HasStatus
    | HasAssignee
    | HasTag
    | HasPriority
    | ContactHasTag
    | ContactField
    | BusinessHours
    | FirstMessage,
    Field(discriminator="type"),
]
Conditions = Annotated[list[AnyCondition], Field(max_length=MAX_CONDITIONS)]
Match = Literal["all", "any"]

_CONDITIONS: Final[TypeAdapter[list[AnyCondition]]] = TypeAdapter(list[AnyCondition])


def stored_conditions(conditions: list[AnyCondition]) -> list[dict[str, Any]]:
    """Return conditions as JSON."""
    written: list[dict[str, Any]] = _CONDITIONS.dump_python(conditions, mode="json", by_alias=True)
    return written


def conditions_from(rows: list[dict[str, Any]]) -> list[AnyCondition]:
    """Return conditions as `stored_conditions` wrote them."""
    return _CONDITIONS.validate_python(rows)


_EXAMPLE: Final[dict[str, Any]] = {
    "name": "Boleto",
    "event": "message.received",
    "conditions": [{"type": "text_has_word", "terms": ["boleto", "segunda via"]}],
    "actions": [{"type": "set_priority", "priority": "high"}],
}


class AutomationCreate(ApiModel):
    model_config = example(_EXAMPLE)

    name: Name
    event: Event
    """What it acts on. `ticket.reopened` is by an agent: a customer's message is `message.received`."""
    match: Match = "all"
    """Whether all conditions are to hold, or one of them. Without conditions it always acts."""
    conditions: Conditions = Field(default_factory=list)
    actions: Actions
    """They are done in their order, all or none. ``take`` is for macros only."""
    active: bool = True


class AutomationUpdate(ApiModel):
    """What is absent stays as it is. Conditions and actions are replaced as a whole."""

    model_config = example({"active": False})

    name: Name = ""
    event: Event = Event.MESSAGE_RECEIVED
    match: Match = "all"
    conditions: Conditions = Field(default_factory=list)
    actions: Actions = Field(default_factory=list)
    active: bool = True


class AutomationOrder(ApiModel):
    """All automations of the company, in the order in which they are to act."""

    model_config = example({"ids": []})

    ids: Annotated[list[UUID], Field(max_length=MAX_AUTOMATIONS)]


class AutomationRead(ApiModel):
    id: UUID
    name: str
    position: int
    event: Event
    match: Match
    conditions: Annotated[list[AnyCondition], Field(max_length=MAX_CONDITIONS)]
    actions: Annotated[list[Action], Field(max_length=MAX_ACTIONS)]
    active: bool
    active_since: datetime | None
    created_at: datetime
    updated_at: datetime
    revision: int

    @classmethod
    def of(cls, automation: "Automation") -> "AutomationRead":
        """Return an automation as it is shown."""
        return cls.model_validate(
            automation.model_dump(exclude={"company_id"})
            | {
                "active": automation.active_since is not None,
                "conditions": conditions_from(automation.conditions),
                "actions": from_stored(automation.actions),
            }
        )


class RunRead(ApiModel):
    """An automation has acted, or was to."""

    id: UUID
    automation_id: UUID
    ticket_id: UUID
    event: Event
    status: Literal["done", "failed", "skipped"]
    """``failed``: an action could not be done, and so none was. ``skipped``: too often in this ticket."""
    error: str | None
    """A code of the errors, or ``rate``."""
    action: int | None
    """The place of the action that could not be done, from 0."""
    at: datetime


class AutomationTest(ApiModel):
    """A ticket as it now is, and what its customer might write."""

    model_config = example({"ticketId": "0197f3c2-7b1a-7000-8000-000000000001", "text": "Quero o boleto"})

    ticket_id: UUID
    text: Annotated[str, StringConstraints(max_length=4096), STORABLE] | None = None
    first_message: bool = False


class AutomationTested(ApiModel):
    """What an automation would do. Nothing was done."""

    matches: bool
    conditions: Annotated[list[bool], Field(max_length=MAX_CONDITIONS)]
    """Which of them hold, in their order."""
    actions: Annotated[list[Action], Field(max_length=MAX_ACTIONS)]
    """What would be done; nothing if it does not match."""
