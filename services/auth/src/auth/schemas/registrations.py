"""Bodies of requests and responses about registering a company."""

from atende_platform.http.models import ApiModel, example
from auth.schemas.fields import Email, LinkToken, Name, NewPassword, Password


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
