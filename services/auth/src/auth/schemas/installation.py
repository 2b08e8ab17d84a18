"""What the installation's administrators ask and are shown of companies."""

from dataclasses import fields
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints
from pydantic.alias_generators import to_camel

from atende_contracts.field_errors import invalid
from atende_platform.http.models import ApiModel, example
from atende_platform.identity.company_limits import Limits
from auth.schemas.fields import Name


class CompanySuspend(ApiModel):
    model_config = example({"reason": "Chargeback of March"})

    reason: Name
    """For the installation's administrators and the company's audit log."""


_LIMIT_NAMES: Final = {to_camel(field.name): field.name for field in fields(Limits)}
LimitValue = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False)]


def _known_limits(value: dict[str, float]) -> dict[str, float]:
    if unknown := sorted(value.keys() - _LIMIT_NAMES.keys()):
        raise invalid("unknown_limits", names=", ".join(unknown)[:200])
    return value


class GrantedLimits(ApiModel):
    """Limits by the names of a company's ``limits``. Absent ones are the installation's."""

    model_config = example({"limits": {"contacts": 100000}})

    limits: Annotated[
        dict[Annotated[str, StringConstraints(max_length=50)], LimitValue],
        Field(max_length=len(_LIMIT_NAMES)),
        AfterValidator(_known_limits),
    ]

    def by_name(self) -> dict[str, float]:
        """Return the limits by the names of `Limits`."""
        return {_LIMIT_NAMES[name]: value for name, value in self.limits.items()}


class CompanyOverview(ApiModel):
    """A company as the installation's administrators see it."""

    id: UUID
    name: str
    created_at: datetime
    users: int
    """That are active."""
    suspended_at: datetime | None
    suspended_reason: str | None
    granted_limits: dict[str, float]

    @classmethod
    def of(cls, company: Any) -> "CompanyOverview":
        """Return what is shown of a company."""
        read = cls.model_validate(company)
        read.granted_limits = {to_camel(name): value for name, value in company.granted_limits.items()}
        return read
