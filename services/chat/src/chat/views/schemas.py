"""What the API takes and gives of views."""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from atende_platform.http.fields import ONE_LINE, STORABLE
from atende_platform.http.models import ApiModel, example
from chat.tickets.domain import Priority, TicketOrder, TicketStatus

if TYPE_CHECKING:
    from chat.views.models import View

Name = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"\S"), ONE_LINE, STORABLE]
Position = Annotated[int, Field(ge=0, le=1000)]


class ViewFilter(ApiModel):
    """Which tickets a view lists: the parameters of `GET /tickets` by the same names."""

    status: Annotated[list[TicketStatus], Field(max_length=4)] | None = None
    assignee_id: UUID | None = None
    mine: bool | None = None
    """Those of the caller, in place of an ``assigneeId``."""
    unassigned: bool | None = None
    participant_id: UUID | None = None
    queue_id: UUID | None = None
    no_queue: bool | None = None
    channel_id: UUID | None = None
    contact_id: UUID | None = None
    tag_id: UUID | None = None
    priority: Priority | None = None
    waiting: bool | None = None
    unread: bool | None = None


class ViewCreate(ApiModel):
    model_config = example(
        {"name": "Urgentes sem dono", "filter": {"unassigned": True, "priority": "urgent"}, "sort": "waiting"}
    )

    name: Name
    filter: ViewFilter = ViewFilter()
    sort: TicketOrder = TicketOrder.RECENT
    shared: bool = False
    """For all agents; it takes the right to manage the inbox."""
    position: Position = 0


class ViewUpdate(ApiModel):
    """What is absent stays as it is; a filter is replaced as a whole."""

    model_config = example({"name": "Urgentes"})

    name: Name = ""
    filter: ViewFilter = ViewFilter()
    sort: TicketOrder = TicketOrder.RECENT
    position: Position = 0


class ViewRead(ApiModel):
    id: UUID
    name: str
    filter: ViewFilter
    sort: TicketOrder
    shared: bool
    position: int
    revision: int

    @classmethod
    def of(cls, view: "View") -> "ViewRead":
        """Return a view as it is shown."""
        return cls(
            id=view.id,
            name=view.name,
            filter=ViewFilter.model_validate(view.filter),
            sort=TicketOrder(view.sort),
            shared=view.user_id is None,
            position=view.position,
            revision=view.revision,
        )
