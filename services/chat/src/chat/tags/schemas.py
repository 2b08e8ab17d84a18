"""What the API takes and gives of tags; sockets get the same shape."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from atende_platform.http.fields import ONE_LINE, Color
from atende_platform.http.models import ApiModel, example
from chat.tags.domain import MAX_NAME

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NAME), ONE_LINE]


class TagCreate(ApiModel):
    model_config = example({"name": "Orçamento", "color": "#0a7d4f"})

    name: Name
    color: Color = "#64748b"


class TagUpdate(ApiModel):
    """What is absent stays as it is."""

    model_config = example({"name": "Orçamento enviado"})

    name: Name = ""
    color: Color = ""


class TagRead(ApiModel):
    id: UUID
    name: str
    color: str
    created_at: datetime
    archived_at: datetime | None
    """Since when it can be put on no further tickets."""
    revision: int
