"""Bodies of requests and responses about users, and about oneself as one."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from atende_contracts.permissions import Role
from atende_platform.http.fields import STATUS, former_state
from atende_platform.http.models import ApiModel, example
from auth import domain
from auth.schemas.fields import Email, Name, NewPassword, Password


class UserCreate(ApiModel):
    """Without ``password`` the user chooses one, by the link in an e-mail.

    With it a new user can sign in at once; only where the installation verifies no e-mail addresses.
    """

    model_config = example({"name": "Bia Souza", "email": "bia@aurora.example", "role": "agent"})

    name: Name
    email: Email
    password: NewPassword | None = None
    role: Role


class UserRead(ApiModel):
    id: UUID
    name: str
    email: str
    role: Role
    status: domain.UserStatus = Field(validation_alias=STATUS)
    state: domain.UserStatus = former_state()
    created_at: datetime
    joined_at: datetime | None
    """When the person first entered the company."""


class UserUpdate(ApiModel):
    """What to change; what is absent or null stays as it is."""

    model_config = example({"role": "admin", "status": "active"})

    name: Name | None = None
    role: Role | None = None
    status: domain.UserStatus | None = Field(default=None, validation_alias=STATUS)


class SelfUpdate(ApiModel):
    model_config = example({"name": "Maria Lima"})

    name: Name


class PasswordChange(ApiModel):
    model_config = example(
        {"currentPassword": "correct horse battery", "newPassword": "another horse battery"}
    )

    current_password: Password
    new_password: NewPassword
