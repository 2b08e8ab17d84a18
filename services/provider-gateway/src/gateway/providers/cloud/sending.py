"""Messages through the Cloud API; an answer's error code tells what it means.

Meta's throttling codes arrive as HTTP 400, so the HTTP status decides only where there is no code.
"""

from typing import Any, Final

import msgspec

from atende_contracts.content import MessageContent
from atende_contracts.event import Party, ProviderError
from atende_contracts.limits import problems
from atende_contracts.reasons import ReasonCode
from gateway.domain.channels import ChannelAccess
from gateway.domain.contents import PerContent
from gateway.domain.errors import OWN_ERROR, Treatment
from gateway.domain.sends import Accepted, Order, Outcome, Refused, Uncertain
from gateway.providers.cloud.content import build_content, build_message, build_read
from gateway.providers.cloud.errors import rule_of
from gateway.providers.cloud.graph_json import decode, printable, read_error
from gateway.providers.reading import provider_id
from gateway.providers.transport import Answered, NotSent, Reply, Transport, Unknown

_FILE_REFUSALS: Final = frozenset({100, 131008, 131009, 131052, 131053})
"""What Meta may answer to the id of a file that it does not have any more."""


class CloudSending:
    """Sends through Meta's Graph API."""

    def __init__(self, transport: Transport, *, base: str) -> None:
        self._transport = transport
        self._base = base
        self._contents = PerContent(_checked)

    async def send(self, channel: ChannelAccess, order: Order) -> Outcome:
        """Hand a message over, once. What Meta would refuse for its form is refused here, by its field."""
        content = self._contents(order.content)
        if isinstance(content, Refused):
            return content
        message = build_message(order, content)
        if message is None:
            error = ProviderError(
                code=OWN_ERROR, title="The recipient has no WhatsApp address", reason="no_phone"
            )
            return Refused(error, Treatment.PERMANENT)
        return classify(await self._post(channel, message))

    async def mark_read(
        self,
        channel: ChannelAccess,
        provider_message_id: str,
        *,
        typing: bool,
        sender: Party | None = None,
    ) -> bool:
        """Mark a message and all before it as read. Nothing is lost when it fails: it is not tried again."""
        reply = await self._post(channel, build_read(provider_message_id, typing=typing))
        return isinstance(reply, Answered) and reply.status == 200

    async def _post(self, channel: ChannelAccess, body: dict[str, Any]) -> Reply:
        url = f"{self._base}/{channel.phone_number_id}/messages"
        return await self._transport.post(url, msgspec.json.encode(body), token=channel.access_token)


def _checked(content: MessageContent) -> dict[str, Any] | Refused:
    """Return what a content adds to a message, or that Meta does not take it."""
    problem = next(problems(content), None)
    if problem is None:
        return build_content(content)
    title, details = "WhatsApp does not take this content", f"{problem.field}: {problem.message}"
    error = ProviderError(code=OWN_ERROR, title=title, details=details, reason="invalid_content")
    return Refused(error, Treatment.PERMANENT)


def classify(reply: Reply) -> Outcome:
    """Return the outcome of a message from the provider's answer."""
    match reply:
        case NotSent(reason):
            return Refused(_own("The provider could not be reached", reason), Treatment.UNREACHABLE)
        case Unknown(reason):
            return Uncertain(_own("No answer", reason, "no_answer"))
        case Answered(status, body):
            return _classify_answer(status, body)


def _classify_answer(status: int, body: bytes) -> Outcome:
    answer = _object(body)
    if 200 <= status < 300:
        message_id = _message_id(answer)
        if message_id is not None:
            return Accepted(message_id)
    error = answer.get("error")
    if isinstance(error, dict) and isinstance(error.get("code"), int):
        code = error["code"]
        rule = rule_of(code, status=status, transient=error.get("is_transient") is True)
        return Refused(
            read_error(error, rule=rule), rule.treatment, rule.retry_after, file_lost=code in _FILE_REFUSALS
        )
    details = printable(f"HTTP {status}: {body[:200].decode(errors='replace')}")
    if 300 <= status < 500 and status != 408:
        # Something before Meta refused it: the message was not processed, and will be once that is mended.
        problem = _own("Refused without a reason", details)
        return Refused(problem, Treatment.THROTTLED if status == 429 else Treatment.RETRY)
    return Uncertain(_own("An answer without a result", details, "no_answer"))


def _own(title: str, details: str, reason: ReasonCode = "provider_busy") -> ProviderError:
    return ProviderError(code=OWN_ERROR, title=title, details=details, reason=reason)


def _object(body: bytes) -> dict[str, Any]:
    try:
        answer = decode(body)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _message_id(answer: dict[str, Any]) -> str | None:
    match answer.get("messages"):
        case [{"id": message_id}, *_]:
            return provider_id(message_id)
    return None
