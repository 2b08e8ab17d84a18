"""Bodies of requests and responses about changing an e-mail address."""

from atende_platform.http.models import ApiModel, example
from auth.schemas.fields import Email, LinkToken, Password, RecoveryCode, TotpCode


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
