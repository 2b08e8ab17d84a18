"""Meta's error codes as the Graph API answers them, and as `failed` statuses carry them.

HTTP status and title follow Meta's error code page (December 2025). Note that throttling codes such as
130429 arrive as HTTP 400: a client must look at the code.
"""

import secrets
from typing import Any

import orjson

# code: (HTTP status, title)
CODES: dict[int, tuple[int, str]] = {
    0: (401, "AuthException"),
    1: (400, "API Unknown"),
    2: (503, "API Service"),
    3: (500, "API Method"),
    4: (400, "API Too Many Calls"),
    10: (403, "Permission Denied"),
    33: (400, "Parameter value is not valid"),
    100: (400, "Invalid parameter"),
    190: (401, "Access token has expired"),
    200: (403, "API Permission"),
    368: (403, "Temporarily blocked for policies violations"),
    80007: (400, "Rate limit issues"),
    130429: (400, "Rate limit hit"),
    130472: (400, "User's number is part of an experiment"),
    130497: (403, "Business account is restricted from messaging users in this country."),
    131000: (500, "Something went wrong"),
    131005: (403, "Access denied"),
    131008: (400, "Required parameter is missing"),
    131009: (400, "Parameter value is not valid"),
    131016: (500, "Service unavailable"),
    131021: (400, "Recipient cannot be sender"),
    131030: (400, "Recipient phone number not in allowed list"),
    131026: (400, "Message undeliverable"),
    131031: (403, "Business Account locked"),
    131037: (400, "Display name approval required"),
    131042: (400, "Business eligibility payment issue"),
    131045: (500, "Incorrect certificate"),
    131047: (400, "Re-engagement message"),
    131048: (400, "Spam rate limit hit"),
    131049: (
        400,
        "This message was not delivered to maintain healthy ecosystem engagement.",
    ),
    131050: (
        400,
        "Unable to deliver the message. This recipient has chosen to stop receiving marketing messages",
    ),
    131051: (400, "Message type unknown"),
    131052: (400, "Media download error"),
    131053: (400, "Media upload error"),
    131055: (400, "Method not allowed"),
    131056: (400, "(Business Account, Consumer Account) pair rate limit hit"),
    131057: (500, "Account in maintenance mode"),
    131059: (400, "Invalid paging cursor"),
    131060: (400, "Message unavailable"),
    131062: (400, "Business-scoped user id recipients are not supported for this message"),
    132000: (400, "Template Param Count Mismatch"),
    132001: (404, "Template does not exist in the translation"),
    132005: (400, "Template Hydrated Text Too Long"),
    132007: (400, "Template Format Character Policy Violated"),
    132012: (400, "Template Parameter Format Mismatch"),
    132015: (400, "Template is Paused"),
    132016: (400, "Template is Disabled"),
    132068: (400, "Flow is in blocked state"),
    132069: (400, "Flow is in throttled state"),
    133000: (500, "Incomplete Deregistration"),
    133004: (503, "Server Temporarily Unavailable"),
    133005: (400, "Two step verification PIN Mismatch"),
    133006: (400, "Phone number re-verification needed"),
    133008: (400, "Too Many two step verification PIN Guesses"),
    133009: (400, "Two step verification PIN Guessed Too Fast"),
    133010: (400, "Phone number Not Registered"),
    133015: (400, "Please wait a few minutes before attempting to register this phone number"),
    133016: (400, "Account register deregister rate limit exceeded"),
    134100: (400, "Only marketing messages supported"),
    134101: (400, "Template is syncing"),
    134102: (500, "Template is unavailable for use"),
    135000: (400, "Generic user error"),
    2388001: (400, "Template could not be created"),
    2388019: (400, "Message template limit exceeded"),
    2388023: (400, "Message template language is being deleted"),
    2388024: (400, "Content in this language already exists"),
    2388039: (400, "Template category cannot be changed"),
    2388040: (400, "Character limit exceeded"),
    2388047: (400, "Message header format is incorrect"),
    2388072: (400, "Message body format is incorrect"),
    2388073: (400, "Message footer format is incorrect"),
    2388293: (400, "Parameters words ratio exceeds limit"),
    2388299: (400, "Leading or trailing params are not allowed"),
    2593107: (400, "Synchronization request limit exceeded"),
    2593108: (400, "Synchronization request made outside the allowed window"),
    2494100: (400, "Business account in maintenance mode"),
}

# Subcodes that Meta adds wherever it answers with the code.
SUBCODES = {190: 463, 33: 33}
TRANSIENT = frozenset({1, 2, 131000, 131016})


class GraphError(Exception):
    """A refused Graph call; rendered by the route that catches it."""

    def __init__(
        self,
        code: int,
        details: str | None = None,
        *,
        message: str | None = None,
        subcode: int | None = None,
        http_status: int | None = None,
        kind: str = "OAuthException",
    ) -> None:
        status, title = CODES.get(code, (400, "Generic user error"))
        self.code = code
        self.http_status = http_status or status
        self.message = message or f"(#{code}) {title}"
        self.details = details
        self.subcode = subcode if subcode is not None else SUBCODES.get(code)
        self.kind = kind
        super().__init__(self.message)

    def body(self) -> bytes:
        error: dict[str, Any] = {"message": self.message, "type": self.kind, "code": self.code}
        if self.details is not None:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.code in TRANSIENT:
            error["is_transient"] = True
        error["fbtrace_id"] = "A" + secrets.token_urlsafe(16)
        return orjson.dumps({"error": error})


def unknown_object(object_id: str, method: str = "post", http_status: int | None = None) -> GraphError:
    """Meta's answer for an id that does not exist or that the token may not see."""
    return GraphError(
        100,
        message=(
            f"Unsupported {method} request. Object with ID '{object_id}' does not exist, cannot be loaded due"
            " to missing permissions, or does not support this operation."
        ),
        subcode=33,
        http_status=http_status,
        kind="GraphMethodException",
    )


def status_error(code: int, details: str | None = None) -> dict[str, Any]:
    """The item of `statuses[].errors` in a webhook."""
    title = CODES.get(code, (400, "Generic user error"))[1]
    return {
        "code": code,
        "title": title,
        "message": title,
        "error_data": {"details": details or title},
        "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
    }
