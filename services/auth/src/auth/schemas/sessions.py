"""Bodies of requests and responses about signing in, and what it gives."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from atende_contracts.permissions import Permission
from atende_platform.http.models import ApiModel, example
from auth.schemas.companies import CompanyRead, MyCompanyRead
from auth.schemas.fields import Email, LinkToken, Password, RecoveryCode, TotpCode
from auth.schemas.preferences import Preferences
from auth.schemas.users import UserRead


class LoginRequest(ApiModel):
    """With an authenticator app also ``totpCode``, or a ``recoveryCode`` in its place.

    ``companyId`` says which company to enter, if you belong to several.
    """

    model_config = example({"email": "maria@aurora.example", "password": "correct horse battery"})

    email: Email
    password: Password
    totp_code: TotpCode | None = None
    recovery_code: RecoveryCode | None = None
    company_id: UUID | None = None


class CompanyChoose(ApiModel):
    """``choiceToken`` is what `POST /auth/login` answered with its list of companies."""

    model_config = example(
        {
            "choiceToken": "Jq3k7nR2vXw0LpTzAm9YhB5sDfGe1uI8oWx4ZtCrEy0",
            "companyId": "01980a2e-5b7c-7cc1-a4c8-3f1d2b6e9a10",
        }
    )

    choice_token: LinkToken
    company_id: UUID


class CompanySwitch(ApiModel):
    model_config = example({"companyId": "01980a2e-5b7c-7cc1-a4c8-3f1d2b6e9a10"})

    company_id: UUID


class RefreshRequest(ApiModel):
    model_config = example({"refreshToken": "Jq3k7nR2vXw0LpTzAm9YhB5sDfGe1uI8oWx4ZtCrEy0"})

    refresh_token: str = Field(max_length=200, pattern=r"^[A-Za-z0-9_-]+$")


class SessionRead(ApiModel):
    """One sign-in on one device."""

    id: UUID
    company_id: UUID
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    user_agent: str
    address: str
    current: bool
    """The one that asks."""


class TokenPair(ApiModel):
    """``expiresIn`` is the access token's life in seconds. A refresh token can be exchanged once."""

    access_token: str
    refresh_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 (a scheme, not a secret)
    expires_in: int


class SignedIn(TokenPair):
    company: CompanyRead
    user: UserRead


class SessionRefresh(ApiModel):
    """Nothing: the refresh token is in the cookie."""

    model_config = example({})


class Me(ApiModel):
    """Who the access token speaks for, and what they may do."""

    user: UserRead
    company: CompanyRead
    permissions: list[Permission]
    session_id: UUID
    totp_enabled: bool
    """Whether signing in takes a code of an authenticator app."""


class BrowserSession(Me):
    """Who is signed in, and the access token. The refresh token is in the cookie that comes with it.

    ``expiresIn`` is the access token's life in seconds.
    """

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 (a scheme, not a secret)
    expires_in: int
    companies: list[MyCompanyRead]
    """Those that you belong to, by name; 100 at most."""
    preferences: Preferences
