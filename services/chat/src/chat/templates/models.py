"""The table of templates."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from chat.models import Base, json_field, text_field


class TemplateCopy(Base, table=True):
    """A message template as the gateway last told it. A deleted one stays, with that status."""

    __tablename__ = "template_copy"
    __table_args__ = (Index("ix_template_copy_name", "company_id", "account_id", "name", "language"),)

    company_id: UUID = Field(primary_key=True)
    template_id: UUID = Field(primary_key=True)
    account_id: str = text_field()
    name: str = text_field()
    language: str = text_field()
    category: str = text_field()
    status: str = text_field()
    parameter_format: str = text_field()
    needs: dict[str, Any] = json_field()
    """A `TemplateNeeds`."""
    components: list[dict[str, Any]] | None = Field(
        default=None, sa_type=JSONB(none_as_null=True), nullable=True
    )
    """As the provider defines them; None while only what it needs is published."""
    revision: int = Field(sa_type=BigInteger)
