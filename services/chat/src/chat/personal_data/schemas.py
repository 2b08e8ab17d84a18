"""An export of a person as the API shows it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from atende_platform.http.fields import one_of
from atende_platform.http.models import ApiModel
from chat.personal_data.domain import ExportStatus


class ContactExportRead(ApiModel):
    """Everything that is known of a contact, as a file that can be downloaded until it expires."""

    id: UUID
    contact_id: UUID
    status: Annotated[str, one_of(ExportStatus)]
    requested_by: UUID
    requested_at: datetime
    ready_at: datetime | None
    expires_at: datetime
