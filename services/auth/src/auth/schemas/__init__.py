"""Bodies of requests and responses. Every input is bounded, and none may hold control characters."""

import unicodedata
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field, SecretStr, StringConstraints

from atende_contracts.audit_actions import Action, object_type
from atende_contracts.field_errors import invalid
from atende_contracts.permissions import Permission, Role
from atende_platform.http.fields import ONE_LINE, STATUS, Instant, former_state, one_of
from atende_platform.http.models import ApiModel, example
from auth import domain
from auth.passwords import MAX_CHARS, MIN_CHARS


def _without_controls(value: str) -> str:
    # JSON can also carry half of a surrogate pair ("Cs"), which no UTF-8 can.
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in value):
        raise invalid("control_characters")
    return value


def _password(value: SecretStr) -> SecretStr:
    _without_controls(value.get_secret_value())
    return value


def _email(value: str) -> str:
    _without_controls(value)
    try:
        # A login name: nothing is looked up, and a company's private ".test" domain is as good as any.
        return validate_email(value, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise invalid("not_an_email", error=str(error)) from None


def _time_zone(value: str) -> str:
    if not domain.is_time_zone(value):
        raise invalid("not_a_time_zone")
    return value


def _locale(value: str) -> str:
    if not domain.is_locale(value):
        raise invalid("not_a_locale")
    return value


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120),
    ONE_LINE,
]
Email = Annotated[
    str,
    StringConstraints(max_length=254),
    AfterValidator(_email),
    Field(json_schema_extra={"format": "email"}),
]
NewPassword = Annotated[
    SecretStr, Field(min_length=MIN_CHARS, max_length=MAX_CHARS), AfterValidator(_password)
]
Password = Annotated[SecretStr, Field(min_length=1, max_length=MAX_CHARS), AfterValidator(_password)]
LinkToken = Annotated[str, Field(max_length=200, pattern=r"^[A-Za-z0-9_-]+$")]
TotpCode = Annotated[str, Field(max_length=6, pattern=r"^[0-9]{6}$")]
RecoveryCode = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9 -]+$")]
TimeZone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_time_zone)]
Locale = Annotated[str, StringConstraints(max_length=16), AfterValidator(_locale)]
ReopenHours = Annotated[float, Field(ge=0, le=24 * 365, allow_inf_nan=False)]


class RegisterRequest(ApiModel):
    """A new company with its first user, who owns it."""

    model_config = example(
        {
            "companyName": "Padaria Aurora",
            "name": "Maria Lima",
            "email": "maria@aurora.example",
            "password": "correct horse battery",
        }
    )

    company_name: Name
    name: Name
    email: Email
    password: NewPassword


class RegistrationRequested(ApiModel):
    detail: str


class RegistrationConfirm(ApiModel):
    """``token`` is the one in the link that was sent; ``password`` the one that you registered with."""

    model_config = example(
        {"token": "Jq3k7nR2vXw0LpTzAm9YhB5sDfGe1uI8oWx4ZtCrEy0", "password": "correct horse battery"}
    )

    token: LinkToken
    password: Password


class CompanyCreate(ApiModel):
    """Another company of yours."""

    model_config = example({"name": "Padaria Aurora"})

    name: Name


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


class CompanyRead(ApiModel):
    id: UUID
    name: str
    time_zone: str
    locale: str
    reopen_hours: float
    """A customer who writes again within this time of closing reopens the same ticket."""
    created_at: datetime
    updated_at: datetime


class MyCompanyRead(ApiModel):
    """A company that you belong to."""

    id: UUID
    name: str
    role: Role
    """Yours in this company."""
    current: bool
    """The one that the access token is of."""


class MyCompanies(ApiModel):
    items: list[MyCompanyRead]


class CompanyUpdate(ApiModel):
    """What to change; what is absent or null stays as it is."""

    model_config = example(
        {"name": "Padaria Aurora", "timeZone": "America/Sao_Paulo", "locale": "pt-BR", "reopenHours": 24}
    )

    name: Name | None = None
    time_zone: TimeZone | None = None
    locale: Locale | None = None
    reopen_hours: ReopenHours | None = None


class LimitsMaximum(ApiModel):
    sockets: int
    """Open realtime connections."""
    requests_per_minute: int
    """Of all users and API keys, to all services."""
    messages_per_second: float
    """Sent over all channels."""


class LimitsRead(LimitsMaximum):
    webhook_updates_per_second: float
    """Messages and other updates of webhooks, without statuses."""
    webhook_bytes_per_second: int
    """Of the bodies of webhooks."""
    imports_per_hour: int
    """Files of contacts, phones and opt-outs that are uploaded."""
    users: int
    """Accounts that may sign in."""
    invitations: int
    """That wait to be accepted."""
    api_keys: int
    """That can be used."""
    channels: int
    contacts: int
    """That the API and imports may create."""
    campaigns: int
    segments: int
    """That are kept under a name."""
    audience_rows: int
    """Rows of files in the audiences of all campaigns."""
    stored_bytes: int
    """Of messages' files."""


class LimitsUpdate(ApiModel):
    """The limits that the company wants; for what is absent or null, those of the installation."""

    model_config = example({"sockets": 50, "requestsPerMinute": 600, "messagesPerSecond": 20})

    sockets: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    requests_per_minute: Annotated[int, Field(ge=60, le=10_000_000)] | None = None
    """Not so few that nobody could raise it again."""
    messages_per_second: Annotated[float, Field(ge=1, le=100_000, allow_inf_nan=False)] | None = None


class CompanyLimits(ApiModel):
    limits: LimitsRead
    """What is in force."""
    chosen: LimitsUpdate
    """What the company asked for; null: it goes by the installation."""
    maximum: LimitsMaximum
    """What a company may choose at most. The other limits are the installation's to set."""


class UserCreate(ApiModel):
    """Without ``password`` the user chooses one, by the link in an e-mail.

    With it somebody new can sign in at once; only where the installation verifies no e-mail addresses.
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
    status: domain.UserState = Field(validation_alias=STATUS)
    state: domain.UserState = former_state()
    created_at: datetime
    joined_at: datetime | None
    """When the person first entered the company."""


class UserUpdate(ApiModel):
    """What to change; what is absent or null stays as it is."""

    model_config = example({"role": "admin", "status": "active"})

    name: Name | None = None
    role: Role | None = None
    status: domain.UserState | None = Field(default=None, validation_alias=STATUS)


class OwnerUpdate(ApiModel):
    """Who is to own the company instead of you."""

    model_config = example({"userId": "01980a2e-5b7c-7cc1-a4c8-3f1d2b6e9a10"})

    user_id: UUID


class SelfUpdate(ApiModel):
    model_config = example({"name": "Maria Lima"})

    name: Name


class PasswordChange(ApiModel):
    model_config = example(
        {"currentPassword": "correct horse battery", "newPassword": "another horse battery"}
    )

    current_password: Password
    new_password: NewPassword


class EmailChange(ApiModel):
    """The new address, with the password, and a code of the app if there is one."""

    model_config = example({"email": "maria.lima@aurora.example", "password": "correct horse battery"})

    email: Email
    password: Password
    totp_code: TotpCode | None = None
    recovery_code: RecoveryCode | None = None


class EmailChangeRequested(ApiModel):
    detail: str


class EmailChangeConfirm(ApiModel):
    """``token`` is the one in the link that was sent."""

    model_config = example(
        {"token": "Jq3k7nR2vXw0LpTzAm9YhB5sDfGe1uI8oWx4ZtCrEy0", "password": "correct horse battery"}
    )

    token: LinkToken
    password: Password


class TotpEnrol(ApiModel):
    model_config = example({"currentPassword": "correct horse battery"})

    current_password: Password


class TotpPending(ApiModel):
    """``secret`` in base32, for typing; ``otpauthUri`` the same for a QR code. Neither is shown again."""

    secret: str
    otpauth_uri: str


class TotpConfirm(ApiModel):
    model_config = example({"code": "123456"})

    code: TotpCode


class TotpReset(ApiModel):
    """``token`` is the one in the link that was sent."""

    model_config = example(
        {"token": "Jq3k7nR2vXw0LpTzAm9YhB5sDfGe1uI8oWx4ZtCrEy0", "password": "correct horse battery"}
    )

    token: LinkToken
    password: Password


class TotpResetRequested(ApiModel):
    detail: str


class TotpProof(ApiModel):
    """The password, and a code of the app or a recovery code."""

    model_config = example({"password": "correct horse battery", "code": "123456"})

    password: Password
    code: TotpCode | None = None
    recovery_code: RecoveryCode | None = None


class RecoveryCodes(ApiModel):
    """Each is good once, in the place of a code of the app. Only their hashes are kept."""

    recovery_codes: list[str]


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


Scopes = Annotated[list[Permission], Field(min_length=1, max_length=len(Permission))]


class ApiKeyCreate(ApiModel):
    model_config = example(
        {
            "name": "Loja virtual",
            "scopes": ["contacts:write", "campaigns:read"],
            "expiresAt": "2027-12-31T23:59:59-03:00",
        }
    )

    name: Name
    scopes: Scopes
    """The permissions of the key: see the page of roles. At most those that you have."""
    expires_at: Instant | None = None
    """At most two years ahead; absent: the key is good until it is revoked."""


class ApiKeyRead(ApiModel):
    id: UUID
    name: str
    scopes: list[Permission]
    created_by: UUID
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    """To the minute, about."""
    revoked_at: datetime | None


class ApiKeyCreated(ApiKeyRead):
    key: str
    """The key itself. It is not kept: nobody can show it again."""


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


class AuditRead(ApiModel):
    """Something that was done. ``actorId`` is absent if the system did it by itself."""

    id: UUID
    at: datetime
    actor_id: UUID | None
    actor_kind: Literal["user", "api-key", "installation"]
    action: Annotated[str, one_of(Action)]
    object_type: Annotated[str, one_of({object_type(action) for action in Action})]
    object_id: str | None
    address: str | None
    details: dict[str, Any]


class TokenPair(ApiModel):
    """``expiresIn`` is the access token's life in seconds. A refresh token can be exchanged once."""

    access_token: str
    refresh_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 (a scheme, not a secret)
    expires_in: int


class SignedIn(TokenPair):
    company: CompanyRead
    user: UserRead


class Me(ApiModel):
    """Who the access token speaks for, and what they may do."""

    user: UserRead
    company: CompanyRead
    permissions: list[Permission]
    session_id: UUID
    totp_enabled: bool
    """Whether signing in takes a code of an authenticator app."""
