"""What the API takes and gives of macros."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Final
from uuid import UUID

from pydantic import Field, StringConstraints

from atende_platform.http.fields import ONE_LINE
from atende_platform.http.models import ApiModel, example
from chat.actions.domain import MAX_ACTIONS
from chat.actions.schemas import Action, Actions, from_stored
from chat.macros.domain import MAX_NAME, MAX_QUEUES

if TYPE_CHECKING:
    from chat.macros.models import Macro

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NAME), ONE_LINE]
QueueIds = Annotated[list[UUID], Field(max_length=MAX_QUEUES)]
_ACTIONS: Final[list[dict[str, Any]]] = [
    {"type": "send_message", "text": "Obrigado, {{contact.firstName|cliente}}! Até a próxima."},
    {"type": "close", "reason": "Resolvido"},
]


class MacroCreate(ApiModel):
    model_config = example({"name": "Agradecer e fechar", "actions": _ACTIONS})

    name: Name
    actions: Actions
    """They are done in their order, all or none."""
    queue_ids: QueueIds = Field(default_factory=list)
    """The queues that it is offered in; none: all."""


class MacroUpdate(ApiModel):
    """What is absent stays as it is. Actions are replaced as a whole."""

    model_config = example({"name": "Agradecer e encerrar"})

    name: Name = ""
    actions: Actions = Field(default_factory=list)
    queue_ids: QueueIds = Field(default_factory=list)


class MacroRead(ApiModel):
    id: UUID
    name: str
    actions: Annotated[list[Action], Field(max_length=MAX_ACTIONS)]
    queue_ids: list[UUID]
    created_at: datetime
    updated_at: datetime
    revision: int

    @classmethod
    def of(cls, macro: "Macro") -> "MacroRead":
        """Return a macro as it is shown."""
        row = macro.model_dump(exclude={"company_id"})
        return cls.model_validate(row | {"actions": from_stored(macro.actions)})
