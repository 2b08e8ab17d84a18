"""What customers' messages say of broadcasts, by each company's own keywords."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid5

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.contacts import ContactPreferenceReportedV1
from atende_contracts.event import TextContent
from atende_contracts.messages import MessageReceivedV1, NoticeSendRequestedV1
from atende_platform.errors import InvalidInput
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from campaign.domain.keywords import DEFAULT, SPANISH, Keywords, confirmation, speaks_spanish, spoken
from campaign.repository import copies
from campaign.repository.keywords import chosen_keywords, find_keywords, put_keywords, spanish_channels
from campaign.schemas.opt_outs import MAX_CONFIRMATION, Confirmation, OptOutSettingsBody
from campaign.service.opt_outs import OptOutRequest, apply_requests

MARKETING: Final = "marketing_messages"
"""What a customer stops at WhatsApp when they want no more broadcasts."""
ANSWERED_WITHIN: Final = timedelta(hours=1)
"""A message that reaches us later counts, but is not answered: no one waits for it any more."""


async def apply_messages(
    session: AsyncSession,
    events: Sequence[MessageReceivedV1 | ContactPreferenceReportedV1],
    at: datetime,
    *,
    within: timedelta,
) -> None:
    """Apply what customers say of broadcasts, to us by a keyword or to WhatsApp by its menu.

    What they said to WhatsApp is about this number only. ``within`` is as in `apply_requests`.
    """
    messages: list[MessageReceivedV1] = []
    requests: list[OptOutRequest] = []
    for event in events:
        if isinstance(event, MessageReceivedV1):
            messages.append(event)
        elif event.category == MARKETING:
            requests.append(
                OptOutRequest(
                    event.company_id, event.party, event.channel_id, event.stops, "provider", event.at
                )
            )
    requests += await _requests_of(session, messages, at)
    await apply_requests(session, requests, within=within)


async def _requests_of(
    session: AsyncSession, messages: Sequence[MessageReceivedV1], at: datetime
) -> list[OptOutRequest]:
    """Return what messages request that are nothing but a keyword, each with what it is to be answered."""
    candidates = [event for event in messages if spoken(event)]
    if not candidates:
        return []
    chosen = await chosen_keywords(session, {event.company_id for event in candidates})
    # Most messages are no keyword of any language: only for others is it looked up where Spanish is spoken.
    unclear = {
        (event.company_id, event.channel_id)
        for event in candidates
        if event.company_id not in chosen and SPANISH.request_of(event) is not DEFAULT.request_of(event)
    }
    spanish = await spanish_channels(session, unclear) if unclear else set()
    requests: list[OptOutRequest] = []
    for event in candidates:
        in_spanish = (event.company_id, event.channel_id) in spanish or speaks_spanish(event.sender)
        keywords = chosen.get(event.company_id, SPANISH if in_spanish else DEFAULT)
        leave = keywords.request_of(event)
        if leave is None:
            continue
        answer = _answer(event, at, keywords.confirmation(leave=leave))
        # Leaving is meant for all channels; coming back undoes that, and what was said of this one.
        requests += [
            OptOutRequest(
                event.company_id, event.sender, channel, leave, "keyword", event.sent_at, answer=answer
            )
            for channel in ([None] if leave else [None, event.channel_id])
        ]
    return requests


async def read_settings(session: AsyncSession, actor: TenantContext) -> OptOutSettingsBody:
    """Return a company's keywords and answers."""
    return _body(await find_keywords(session, actor.company_id))


async def change_settings(
    session: AsyncSession, actor: TenantContext, body: OptOutSettingsBody
) -> OptOutSettingsBody:
    """Replace a company's keywords and answers; an answer without a text gets that of its language.

    The confirmation says how to come back. Raises `InvalidInput` where that does not fit into the text.
    """
    locale = await copies.find_locale(session, actor.company_id)

    def text(answer: Confirmation | None, *, leave: bool) -> str | None:
        if answer is None:
            return None
        other_words = body.return_ if leave else body.leave
        shown = confirmation(answer.text, locale, leave=leave, other_words=other_words)
        if len(shown) > MAX_CONFIRMATION:
            raise InvalidInput("no_room_for_return", field="confirmLeave.text")
        return shown

    keywords = Keywords(
        frozenset(body.leave),
        frozenset(body.return_),
        text(body.confirm_leave, leave=True),
        text(body.confirm_return, leave=False),
    )
    before = await find_keywords(session, actor.company_id)
    if keywords != before:
        await put_keywords(session, actor.company_id, keywords)
        fields = ("leave", "back", "confirm_leave", "confirm_return")
        changed = [name for name in fields if getattr(keywords, name) != getattr(before, name)]
        details = {"fields": ", ".join(changed)}
        await audit.record(session, actor, Action.OPT_OUT_SETTINGS_CHANGED, actor.company_id, details)
    return _body(keywords)


def _body(keywords: Keywords) -> OptOutSettingsBody:
    texts = keywords.confirm_leave, keywords.confirm_return
    leave, back = (None if text is None else Confirmation(text=text) for text in texts)
    return OptOutSettingsBody(
        leave=sorted(keywords.leave), return_=sorted(keywords.back), confirm_leave=leave, confirm_return=back
    )


def _answer(event: MessageReceivedV1, at: datetime, text: str | None) -> NoticeSendRequestedV1 | None:
    if text is None or at - event.sent_at > ANSWERED_WITHIN:
        return None
    return NoticeSendRequestedV1(
        company_id=event.company_id,
        # The same for the same message: whatever comes twice is sent once.
        send_id=uuid5(event.company_id, f"opt-out:{event.channel_id}:{event.provider_message_id}"),
        channel_id=event.channel_id,
        recipient=event.sender,
        content=TextContent(body=text),
    )
