"""Bodies of requests and responses about authenticator apps."""

from atende_platform.http.models import ApiModel, example
from auth.schemas.fields import LinkToken, Password, RecoveryCode, TotpCode


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
