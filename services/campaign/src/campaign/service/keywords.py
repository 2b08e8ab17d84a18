"""What customers' messages say of broadcasts, by each company's own keywords."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import uuid5

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.event import TextContent
from atende_contracts.messages import MessageReceivedV1, NoticeSendRequestedV1
from atende_platform import audit
from atende_platform.audit import Action
from atende_platform.context import TenantContext
from atende_platform.db import now
from campaign.domain.keywords import Keywords, default_confirmation, may_be_keyword
from campaign.repository import copies
from campaign.repository.keywords import keywords_of, put_keywords
from campaign.schemas.opt_outs import Confirmation, OptOutSettingsBody
from campaign.service.opt_outs import Wish

ANSWERED_WITHIN: Final = timedelta(hours=1)
"""A message that reaches us later is heeded, but not answered: nobody waits for it any more."""


async def wishes_of(session: AsyncSession, messages: Sequence[MessageReceivedV1]) -> list[Wish]:
    """Return what messages wish that are nothing but a keyword, each with what it is to be answered."""
    said = [(event, text) for event in messages if may_be_keyword(text := _text(event))]
    if not said:
        return []
    chosen = await keywords_of(session, {event.company_id for event, _ in said})
    wishes: list[Wish] = []
    for event, text in said:
        keywords = chosen[event.company_id]
        leave = keywords.wish(text)
        if leave is None:
            continue
        answer = _answer(event, keywords.confirmation(leave=leave))
        # Leaving is meant for all channels; coming back undoes that, and what was said of this one.
        wishes += [
            Wish(event.company_id, event.sender, channel, leave, "keyword", event.sent_at, answer=answer)
            for channel in ([None] if leave else [None, event.channel_id])
        ]
    return wishes


async def read_settings(session: AsyncSession, actor: TenantContext) -> OptOutSettingsBody:
    """Return a company's keywords and answers."""
    return _body((await keywords_of(session, [actor.company_id]))[actor.company_id])


async def change_settings(
    session: AsyncSession, actor: TenantContext, body: OptOutSettingsBody
) -> OptOutSettingsBody:
    """Replace a company's keywords and answers; an answer without a text gets that of its language."""
    locale = await copies.find_locale(session, actor.company_id)

    def text(confirmation: Confirmation | None, *, leave: bool) -> str | None:
        if confirmation is None:
            return None
        other_way = next(iter(body.return_ if leave else body.leave), None)
        return confirmation.text or default_confirmation(locale, leave=leave, other_way=other_way)

    keywords = Keywords(
        frozenset(body.leave),
        frozenset(body.return_),
        text(body.confirm_leave, leave=True),
        text(body.confirm_return, leave=False),
    )
    before = (await keywords_of(session, [actor.company_id]))[actor.company_id]
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


def _text(event: MessageReceivedV1) -> str | None:
    return event.text or (event.reply.title if event.reply else None)


def _answer(event: MessageReceivedV1, text: str | None) -> NoticeSendRequestedV1 | None:
    if text is None or now() - event.sent_at > ANSWERED_WITHIN:
        return None
    return NoticeSendRequestedV1(
        company_id=event.company_id,
        # The same for the same message: whatever comes twice is sent once.
        send_id=uuid5(event.company_id, f"opt-out:{event.channel_id}:{event.provider_message_id}"),
        channel_id=event.channel_id,
        recipient=event.sender,
        content=TextContent(body=text),
    )
