"""Fields that several bodies have. Every input is bounded, and none may hold control characters."""

import unicodedata
from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field, SecretStr, StringConstraints

from atende_contracts.field_errors import invalid
from atende_platform.http.fields import ONE_LINE
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
