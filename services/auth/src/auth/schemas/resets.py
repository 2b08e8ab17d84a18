"""Bodies of requests and responses about lost passwords."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from atende_contracts.permissions import Role
from atende_platform.http.models import ApiModel, example
from auth.schemas.api_keys import ApiKeyRead
from auth.schemas.fields import Email, LinkToken, NewPassword, RecoveryCode, TotpCode
from auth.schemas.users import UserRead


class PasswordReset(ApiModel):
    model_config = example({"email": "maria@aurora.example"})

    email: Email


class PasswordResetRequested(ApiModel):
    detail: str


class PasswordResetConfirm(ApiModel):
    """``token`` is the one in the link that was sent.

    With an authenticator app the answer lists what else has access only if a code of it is given.
    """

    model_config = example(
        {"token": "Jq3k7nR2vXw0LpTzAm9YhB5sDfGe1uI8oWx4ZtCrEy0", "newPassword": "correct horse battery"}
    )

    token: LinkToken
    new_password: NewPassword
    totp_code: TotpCode | None = None
    recovery_code: RecoveryCode | None = None


class CompanyAccessRead(ApiModel):
    """What has access to a company besides you, as far as your role may end it."""

    id: UUID
    name: str
    role: Role
    """Yours in this company."""
    ended_sessions: int
    """Sessions of yours that were ended."""
    api_keys: list[ApiKeyRead]
    """That can be used, newest first; 100 at most."""
    administrators: list[UserRead]
    """Other owners and admins; 100 at most."""


class PasswordResetDone(ApiModel):
    """Look through ``companies``, and end what you do not know: `POST /auth/password/reset/revoke`."""

    companies: list[CompanyAccessRead]
    """Empty if you have an authenticator app and gave no code."""
    review_token: str | None
    """Good for 15 minutes."""


class PasswordResetRevoke(ApiModel):
    """The API keys to revoke and the users to disable, of one company."""

    model_config = example(
        {
            "reviewToken": "Jq3k7nR2vXw0LpTzAm9YhB5sDfGe1uI8oWx4ZtCrEy0",
            "companyId": "01980a2e-5b7c-7cc1-a4c8-3f1d2b6e9a10",
            "apiKeys": ["01980a2e-5b7c-7cc1-a4c8-3f1d2b6e9a10"],
            "users": [],
        }
    )

    review_token: LinkToken
    company_id: UUID
    api_keys: Annotated[list[UUID], Field(max_length=100, default_factory=list)]
    users: Annotated[list[UUID], Field(max_length=100, default_factory=list)]
