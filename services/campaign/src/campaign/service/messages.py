"""A campaign's messages before it starts (preview, test, estimate), and how its variants do."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.event import Party
from atende_contracts.identity import aliases
from atende_contracts.ids import uuid7
from atende_contracts.messages import CampaignSendRequestedV1, CampaignSendsRequestedV2
from atende_contracts.window import is_open
from atende_platform.errors import Conflict, InvalidFields, InvalidInput, NotFound, TooManyRequests
from atende_platform.http.reasons import read_code
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.ratelimit import RateLimiter
from atende_platform.messaging import outbox
from campaign.domain.audience import Contact, SourceKind, message_for
from campaign.domain.rendering import CannotRender, variables
from campaign.domain.states import RecipientStatus
from campaign.domain.variants import VARIANTS, Messages, Variant
from campaign.repository import copies, messages, sent_tests
from campaign.repository.campaigns import CampaignRow
from campaign.repository.saved_segments import Segments
from campaign.repository.sent_tests import TestSendRow
from campaign.repository.sources import SourceRow, Sources, found_at_start, sample_people
from campaign.schemas.content import ContentRead
from campaign.schemas.messages import (
    ContentProblemRead,
    EstimateRead,
    PreviewRead,
    ProblemRead,
    RenderedRead,
    RenderingEstimate,
    RenderingProblem,
    SampleRead,
    SamplesAsk,
    SamplesRead,
    TestSendAsk,
    TestSendRead,
    TestSendStateRead,
    VariantCounts,
)
from campaign.schemas.recipients import ErrorRead
from campaign.service import files, templates, window
from campaign.service.campaigns import existing
from campaign.service.opt_outs import party_of_phone
from campaign.service.recipients import as_reported

SAMPLE: Final = 1_000
"""For so many targets a message is made to estimate how many cannot be."""
_EXAMPLES: Final = 10


async def preview(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, contact_id: UUID, at: datetime
) -> PreviewRead:
    """Return each of the campaign's messages for a contact. Raises `NotFound`, and `InvalidInput`."""
    campaign = await existing(session, company_id, campaign_id)
    contact = await _contact(session, company_id, contact_id)
    says = Messages(campaign.id, campaign.content)
    chosen = says.of(contact.identity) if contact.identity else None
    open_until = await window.window_open_until(
        session, company_id, campaign.channel_id, aliases(Party.model_validate_json(contact.party))
    )
    return PreviewRead(
        contact_id=contact_id,
        window_open_until=open_until,
        template_needed=chosen is not None
        and not chosen.message.is_template
        and not is_open(open_until, at)
        and await window.has_window(session, company_id, campaign.channel_id),
        messages=_rendered(contact, says, campaign.content),
    )


async def sample(session: AsyncSession, company_id: UUID, body: SamplesAsk, at: datetime) -> SamplesRead:
    """Return some people of an audience, and what each would get of a content that need not be stored.

    Raises `NotFound`, and `InvalidInput` for contacts and segments that there are not.
    """
    campaign = None
    if body.campaign_id is not None:
        campaign = await existing(session, company_id, body.campaign_id)
    content = body.content() if body.given() or campaign is None else campaign.content
    # The campaign decides which variant a recipient gets; before there is one it may be any.
    says = Messages(campaign.id if campaign else uuid7(), content)
    people = await _people(session, company_id, body, at)
    return SamplesRead(
        items=[
            SampleRead(
                contact_id=person.contact_id,
                name=person.name,
                phone=person.phone,
                variables=variables(person.name, person.phone, person.custom_fields),
                messages=_rendered(person, says, content),
            )
            for person in people
        ],
        uses=sorted({name for variant in says.all for name in variant.message.variables}),
    )


async def _people(session: AsyncSession, company_id: UUID, body: SamplesAsk, at: datetime) -> list[Contact]:
    if body.contact_ids is not None:
        return (await _contacts(session, company_id, body.contact_ids))[: body.limit]
    sources = Sources(session, company_id)
    people: list[Contact] = []
    if body.segment is not None or body.segment_id is not None:
        wanted = await _filter(session, company_id, body)
        parts: Sequence[SourceRow] = [sources.unsaved(SourceKind.SEGMENT, wanted)]
    elif body.campaign_id is None:
        parts = []
    elif body.source_id is not None:
        part = await sources.find(body.campaign_id, body.source_id)
        if part is None:
            raise NotFound("audience-source-not-found")
        parts = [part]
    else:
        parts = await sources.of(body.campaign_id)
        named = await messages.sample(session, company_id, body.campaign_id, one_in=1, limit=body.limit)
        people = [contact for _, contact in named if contact is not None and contact.identity is not None]
    for part in parts:
        left = body.limit - len(people)
        if left > 0:
            people += await sample_people(session, part, at=at, one_in=1, limit=left)
    return people


async def _contacts(session: AsyncSession, company_id: UUID, contact_ids: Sequence[UUID]) -> list[Contact]:
    """Return contacts in their order. Raises `InvalidInput` unless all are there."""
    found = await messages.find_contacts(session, company_id, contact_ids)
    known = [found.get(contact_id) for contact_id in dict.fromkeys(contact_ids)]
    people = [contact for contact in known if contact is not None and not contact.deleted]
    if len(people) < len(known):
        raise InvalidInput("contact_unknown", field="contactIds")
    return people


async def _filter(session: AsyncSession, company_id: UUID, body: SamplesAsk) -> dict[str, Any]:
    """Return the filter that a body gives, or names. Raises `InvalidInput` for one that there is not."""
    if body.segment_id is None:
        return body.segment.model_dump(mode="json") if body.segment is not None else {}
    saved = await Segments(session, company_id).find(body.segment_id)
    if saved is None:
        raise InvalidInput("segment_unknown", field="segmentId")
    return dict(saved.filter)


def _rendered(contact: Contact, says: Messages, content: Mapping[str, Any]) -> list[RenderedRead]:
    """Return what a contact would get of each variant, or why it cannot be made."""
    chosen = says.of(contact.identity) if contact.identity else None
    shown = []
    for variant in says.all:
        document, problem = None, None
        try:
            document = _document(content, contact, variant)
        except CannotRender as error:
            problem = error
        shown.append(
            RenderedRead(
                variant=variant.name,
                chosen=variant is chosen,
                problem=None if problem is None else str(problem),
                problem_reason=None if problem is None else RenderingProblem.of(problem),
                **_content_fields(document),
            )
        )
    return shown


async def test_send(
    session: AsyncSession,
    actor: TenantContext,
    campaign_id: UUID,
    body: TestSendAsk,
    *,
    limiter: RateLimiter,
    per_hour: int,
) -> TestSendRead:
    """Send one of the campaign's messages to a phone, now, whatever state the campaign is in.

    To the gateway it is a campaign of its own with one recipient, whose id is that of its send: its
    results are not counted in this one. Raises `NotFound`; `InvalidInput` for what is no phone, no
    contact, no variant, and for a message that cannot be made; `Conflict` when the channel does not
    send; `TooManyRequests`.
    """
    company_id = actor.company_id
    campaign = await existing(session, company_id, campaign_id)
    party = await party_of_phone(session, company_id, body.phone)
    identity = aliases(party)[0]
    contact = (
        await _contact(session, company_id, body.contact_id)
        if body.contact_id is not None
        else await messages.find_contact_known_as(session, company_id, identity)
    ) or Contact(uuid7(), identity, phone=party.phone)
    variant = _variant(Messages(campaign.id, campaign.content), body.variant, identity)
    try:
        document = _document(campaign.content, contact, variant)
    except CannotRender as error:
        raise InvalidFields([error.at("contactId")]) from None
    channel = await copies.find_channel(session, company_id, campaign.channel_id)
    if channel is None or channel.status != "active":
        raise Conflict("channel-not-active")
    if not channel.campaigns:
        raise Conflict("channel-without-campaigns")
    grant = await limiter.take(f"campaign-test:{company_id}", per_second=per_hour / 3600, burst=per_hour)
    if not grant.granted:
        raise TooManyRequests("too-many-test-sends", per_hour=per_hour, retry_after=grant.wait)
    send_id = uuid7()
    request = CampaignSendRequestedV1.model_validate(
        {
            "company_id": company_id,
            "send_id": send_id,
            "channel_id": campaign.channel_id,
            "campaign_id": send_id,
            "recipient": Party(phone=party.phone),
            "content": document,
        }
    )
    await outbox.add(session, CampaignSendsRequestedV2.gather([request]))
    test = TestSendRow(
        company_id=company_id,
        send_id=send_id,
        campaign_id=campaign_id,
        phone=party.phone or "",
        variant=variant.name,
        by=actor.user_id,
    )
    await sent_tests.add_test(session, test)
    details: audit.Details = {"name": campaign.name, "variant": variant.name, "sendId": str(send_id)}
    await audit.record(session, actor, Action.CAMPAIGN_TEST_SENT, campaign_id, details)
    return TestSendRead(
        send_id=send_id, phone=party.phone or "", variant=variant.name, **_content_fields(document)
    )


async def list_tests(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, *, before: UUID | None, limit: int
) -> list[TestSendStateRead]:
    """Return a page of what was sent to try a campaign, newest first, and one more. Raises `NotFound`."""
    await existing(session, company_id, campaign_id)
    rows = await sent_tests.list_tests(session, company_id, campaign_id, before=before, limit=limit + 1)
    return [_test_read(row) for row in rows]


def _test_read(row: TestSendRow) -> TestSendStateRead:
    has_error = row.error_code is not None or row.error_title is not None
    return TestSendStateRead.model_validate(
        {
            **row.model_dump(
                include={"send_id", "phone", "variant", "by", "created_at", "state", "state_at", "reason"}
            ),
            "reason_words": read_code(row.reason, row.error_title),
            "error": ErrorRead(code=row.error_code, title=row.error_title) if has_error else None,
        }
    )


async def estimate(session: AsyncSession, company_id: UUID, campaign_id: UUID, at: datetime) -> EstimateRead:
    """Say what would happen if the campaign were started now. Raises `NotFound`."""
    campaign = await existing(session, company_id, campaign_id)
    people = await window.count_people(session, campaign, at)
    asked_for = campaign.target_count - await found_at_start(session, company_id, campaign_id)
    targets = asked_for + people.found
    channel = await copies.find_channel(session, company_id, campaign.channel_id)
    rates = [campaign.messages_per_second, channel.messages_per_second if channel else None]
    rate = min(rate for rate in (*rates, 1000.0) if rate is not None)
    recipients = people.people - people.opted_out
    out_of_window = people.out_of_window if channel is None or channel.service_window else 0
    return EstimateRead(
        targets=targets,
        not_found=targets - people.reachable,
        duplicates=people.reachable - people.people,
        opted_out=people.opted_out,
        recipients=recipients,
        out_of_window=out_of_window,
        template_needed=out_of_window > 0 and Messages(campaign.id, campaign.content).needs_window,
        messages_per_second=rate,
        seconds=round(recipients / rate, 1),
        rendering=await _rendering(session, campaign, targets, at),
        problems=[
            ContentProblemRead.of(problem)
            for problem in (
                *await templates.problems_of(session, campaign),
                *await files.problems_of(session, campaign),
            )
        ],
    )


async def list_variants(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> list[VariantCounts]:
    """Return a campaign's variants with their recipients by state, as `as_reported`. Raises `NotFound`."""
    campaign, reported = await as_reported(session, company_id, campaign_id)
    if campaign.content["kind"] != VARIANTS:
        return []
    counts = campaign.variant_counts
    if not (reported and counts):
        counts = await messages.count_by_variant(session, company_id, campaign_id)
    return [
        VariantCounts(
            name=each["name"],
            weight=each["weight"],
            total=sum(counts.get(each["name"], {}).values()),
            counts={RecipientStatus(state): n for state, n in sorted(counts.get(each["name"], {}).items())},
        )
        for each in campaign.content[VARIANTS]
    ]


async def _rendering(
    session: AsyncSession, campaign: CampaignRow, targets: int, at: datetime
) -> RenderingEstimate:
    one_in = max(1, targets // SAMPLE)
    company_id, limit = campaign.company_id, 2 * SAMPLE
    # A sample by chance is now and then larger than asked for.
    checked = await messages.sample(session, company_id, campaign.id, one_in=one_in, limit=limit)
    sources = await Sources(session, company_id).of(campaign.id)
    for source in sources:
        left = limit - len(checked)
        people = await sample_people(session, source, at=at, one_in=one_in, limit=left)
        checked += [(person.contact_id, person) for person in people]
    says = Messages(campaign.id, campaign.content)
    problems = []
    for target_id, contact in checked:
        if contact is None or contact.identity is None:
            continue
        try:
            message_for(contact, says.of(contact.identity))
        except CannotRender as error:
            reason = RenderingProblem.of(error)
            problems.append(
                ProblemRead(
                    contact_id=target_id, phone=contact.phone, problem=str(error), problem_reason=reason
                )
            )
    whole = one_in == 1 and all(source.status in (None, "finished") for source in sources)
    return RenderingEstimate(
        checked=len(checked), all=whole, not_renderable=len(problems), examples=problems[:_EXAMPLES]
    )


async def _contact(session: AsyncSession, company_id: UUID, contact_id: UUID) -> Contact:
    contact = await messages.find_contact(session, company_id, contact_id)
    if contact is None or contact.deleted:
        raise InvalidInput("contact_unknown", field="contactId")
    return contact


def _variant(says: Messages, name: str | None, identity: str) -> Variant:
    if name is None:
        return says.of(identity)
    for variant in says.all:
        if variant.name == name:
            return variant
    raise InvalidInput("variant_unknown", field="variant")


def _document(content: Mapping[str, Any], contact: Contact, variant: Variant) -> Mapping[str, Any]:
    rendered = message_for(contact, variant)
    return content if rendered is None else json.loads(rendered)


def _content_fields(document: Mapping[str, Any] | None) -> dict[str, Any]:
    return dict.fromkeys(ContentRead.model_fields) if document is None else ContentRead.fields_of(document)
