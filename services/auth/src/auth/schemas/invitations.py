"""Bodies of requests and responses about invitations."""

from datetime import datetime
from uuid import UUID

from atende_contracts.permissions import Role
from atende_platform.http.models import ApiModel, example
from auth.schemas.fields import Email, LinkToken, Name, NewPassword, RecoveryCode, TotpCode


class InvitationInspect(ApiModel):
    """``token`` is the one in the link that was sent."""

    model_config = example({"token": "Jq3k7nR2vXw0LpTzAm9YhB5sDfGe1uI8oWx4ZtCrEy0"})

    token: LinkToken


class InvitationShown(ApiModel):
    """What an invitation is to, for who has its link."""

    company_name: str
    email: str
    role: Role
    has_account: bool
    """Accepting then takes the password of the account; else one is chosen."""


class InvitationCreate(ApiModel):
    model_config = example({"email": "bia@aurora.example", "role": "agent"})

    email: Email
    role: Role


class InvitationRead(ApiModel):
    """An invitation that was neither accepted nor revoked."""

    id: UUID
    email: str
    role: Role
    invited_by: UUID | None
    """None: an operator of the installation."""
    created_at: datetime
    expires_at: datetime
    expired: bool


class InvitationAccept(ApiModel):
    """``token`` is the one in the link that was sent.

    If you have an account with the address, ``password`` is its password, and with an authenticator app
    ``totpCode`` or ``recoveryCode`` is needed; else it is the password that you choose.
    """

    model_config = example(
        {
            "token": "Jq3k7nR2vXw0LpTzAm9YhB5sDfGe1uI8oWx4ZtCrEy0",
            "name": "Bia Souza",
            "password": "correct horse battery",
        }
    )

    token: LinkToken
    name: Name
    password: NewPassword
    totp_code: TotpCode | None = None
    recovery_code: RecoveryCode | None = None
