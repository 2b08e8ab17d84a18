"""What several routes take."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query

from atende_contracts.permissions import Permission
from atende_platform.http.access import requires
from atende_platform.identity.context import TenantContext

Reader = Annotated[TenantContext, requires(Permission.REPORTS_READ)]


# The bounds keep every day within what clocks and time zones can express.
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)

From = Annotated[
    date | None, Query(alias="from", ge=_FIRST, le=_LAST, description="First day, in the company's time zone")
]

To = Annotated[
    date | None, Query(alias="to", ge=_FIRST, le=_LAST, description="Last day, which belongs to the period")
]

ChannelId = Annotated[UUID | None, Query(alias="channelId", description="Only what happened on this channel")]
