"""Leaving broadcasts and coming back: by the API, by an agent, by a keyword, at the provider."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import cast
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.contacts import ContactOptOutChangedV1
from atende_contracts.event import Party
from atende_contracts.identity import aliases
from atende_contracts.messages import DeliveryStatusChangedV1, MessageReceivedV1, NoticeSendRequestedV1
from atende_platform.errors import InvalidFields, InvalidInput, NotFound
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.messaging import outbox
from atende_platform.phones import DEFAULT_REGION, PhoneInvalid, normalise_phone, region_of
from campaign.repository import alias_links, campaign_opt_outs, copies, recipients
from campaign.repository.campaign_opt_outs import Leaving
from campaign.repository.opt_outs import (
    HistoryRow,
    OptOutChange,
    OptOutEntry,
    OptOutFilter,
    OptOutRow,
    OptOuts,
    find_all,
    record,
)
from campaign.schemas.opt_outs import OptOutCreate, OptOutHistoryRead, OptOutRead, Source
from campaign.service.campaigns import require_channel


@dataclass(frozen=True, slots=True)
class OptOutRequest:
    """Someone wants to leave (``leave``) or to come back, on one channel or (None) on all."""

    company_id: UUID
    party: Party
    channel_id: UUID | None
    leave: bool
    source: Source
    at: datetime
    by: UUID | None = None
    """The user or API key that says it for them."""
    answer: NoticeSendRequestedV1 | None = None
    """What they are answered if this moves them."""


async def apply_requests(
    session: AsyncSession, requests: Sequence[OptOutRequest], *, within: timedelta | None = None
) -> list[OptOutChange]:
    """Store requests, skip pending recipients who left, and publish the changes.

    Who leaves ``within`` that time after a campaign's message is counted as a result of the campaign. What is
    said of a time that nobody knows, as in a file, is no campaign's.

    A person is stored under the name they came with and under that of every contact sharing one of
    their names, so that a campaign that knows them by another one still finds them. Only the last
    request of each counts; an older one than the stored only becomes a part of their history.
    """
    entries = await _entries_of(session, requests)
    if not entries:
        return []
    changes = await record(session, [entry for entry, _ in entries])
    if within is not None and (leaving := _leaving(entries)):
        await campaign_opt_outs.attribute(session, leaving, within=within)
    request_of = {(entry.key, entry.at): request for entry, request in entries}
    moved = [each.opt_out for each in changes if each.turned]
    moving = {row.id: request_of[(row.company_id, row.identity, row.channel_id), row.at] for row in moved}
    await _publish(session, _each_person_once(changes, moving))
    requests_moving = [*moving.values()]
    answers = {
        request.answer.send_id: request.answer for request in requests_moving if request.answer is not None
    }
    await outbox.add(session, list(answers.values()))
    return changes


def _leaving(entries: Iterable[tuple[OptOutEntry, OptOutRequest]]) -> list[Leaving]:
    """Return who leaves, each under all names that their request is stored under."""
    return [
        Leaving(request.company_id, request.channel_id, [entry.identity for entry, _ in group], request.at)
        for request, group in groupby(entries, key=itemgetter(1))
        if request.leave
    ]


def _each_person_once(
    changes: Sequence[OptOutChange], moving: dict[UUID, OptOutRequest]
) -> list[OptOutChange]:
    """Return changes of which only one of each request says that somebody left or came back.

    The others are what holds for the same person under their other names.
    """
    first = {id(request): opt_out_id for opt_out_id, request in reversed(moving.items())}
    leading = set(first.values())
    return [replace(each, turned=each.turned and each.opt_out.id in leading) for each in changes]


async def link_senders(session: AsyncSession, messages: Sequence[MessageReceivedV1]) -> None:
    """Remember the names of senders who changed their number."""
    await link_names(
        session,
        [
            (event.company_id, [*aliases(event.sender), *aliases(event.former)])
            for event in messages
            if event.former is not None
        ],
    )


async def link_reported(session: AsyncSession, statuses: Sequence[DeliveryStatusChangedV1]) -> None:
    """Remember the names under which the provider reports recipients."""
    await link_names(
        session,
        [
            (event.company_id, aliases(event.reported_as))
            for event in statuses
            if event.reported_as is not None
        ],
    )


async def link_names(session: AsyncSession, people: Iterable[tuple[UUID, Sequence[str]]]) -> None:
    """Remember names that are one person's, given as (company, aliases).

    What was said under one of them holds for all.
    """
    pairs = [(company_id, names[0], name) for company_id, names in people for name in names[1:]]
    if not pairs:
        return
    fresh = await alias_links.add_links(session, pairs)
    if not fresh:
        return
    persons = [
        (company_id, name, {name, *others})
        for (company_id, name), others in (await alias_links.names_of(session, set(fresh))).items()
    ]
    rows = await find_all(session, [(company_id, each) for company_id, _, names in persons for each in names])
    entries = [
        OptOutEntry(
            company_id,
            name,
            row.channel_id,
            row.contact_id,
            [name],
            row.source,
            row.active,
            row.at,
            row.by,
        )
        for company_id, _, names in persons
        for row in rows
        if row.company_id == company_id and row.identity in names
        for name in sorted(names - {row.identity})
    ]
    if entries:
        # What holds under a further name has been said already, under the first.
        changes = await record(session, entries)
        await _publish(session, [replace(each, turned=False) for each in changes])


async def _publish(session: AsyncSession, changes: Sequence[OptOutChange]) -> None:
    """Skip pending recipients who have left, and publish the changes."""
    await recipients.skip_opted_out(session, [each.opt_out for each in changes if each.opt_out.active])
    await outbox.add(session, [event for each in changes for event in _events(each)])


async def opt_out(
    session: AsyncSession, actor: TenantContext, body: OptOutCreate, at: datetime, *, within: timedelta
) -> OptOutRead:
    """Put a contact or a number out of broadcasts; one that is out already stays as it is.

    Raises `InvalidInput` for an unknown contact or channel and for what is not a phone number.
    """
    company_id = actor.company_id
    if body.channel_id is not None:
        await require_channel(session, company_id, body.channel_id)
    party = await _party(session, company_id, body)
    name = _name(party)
    if name is None:
        raise InvalidInput("contact_unaddressable", field="contactId")
    opt_outs = OptOuts(session, company_id)
    row = await opt_outs.find_of(name, body.channel_id)
    if row is not None and row.active:
        return opt_out_read(row)
    request = OptOutRequest(
        company_id, party, body.channel_id, True, _source(actor), _after(row, at), actor.user_id
    )
    changed = await apply_requests(session, [request], within=within)
    row = await opt_outs.find_of(name, body.channel_id)
    if row is None:
        raise AssertionError("what was just written is there")
    if changed:
        await audit.record(session, actor, Action.OPT_OUT_RECORDED, row.id, _details(row))
    return opt_out_read(row)


async def opt_out_all(
    session: AsyncSession,
    actor: TenantContext,
    parties: Sequence[Party],
    channel_id: UUID | None,
    at: datetime,
) -> int:
    """Put people of a file out of broadcasts; return how many were not out before."""
    named = {name: party for party in parties if (name := _name(party)) is not None}
    rows = await OptOuts(session, actor.company_id).of(list(named), channel_id)
    last = {row.identity: row for row in rows}
    requests = [
        OptOutRequest(
            actor.company_id,
            named[name],
            channel_id,
            True,
            "import",
            _after(last.get(name), at),
            actor.user_id,
        )
        for name in named
        if name not in last or not last[name].active
    ]
    await apply_requests(session, requests)
    return len(requests)


async def opt_in(session: AsyncSession, actor: TenantContext, opt_out_id: UUID, at: datetime) -> None:
    """End an opt-out, under all names of the person. Raises `NotFound`."""
    row = await OptOuts(session, actor.company_id).find(opt_out_id)
    if row is None:
        raise NotFound("opt-out-not-found")
    if not row.active:
        return
    kind, _, value = row.identity.partition(":")
    party = Party.model_validate({kind: value})
    request = OptOutRequest(
        actor.company_id, party, row.channel_id, False, _source(actor), _after(row, at), actor.user_id
    )
    if await apply_requests(session, [request]):
        await audit.record(session, actor, Action.OPT_OUT_WITHDRAWN, opt_out_id, _details(row))


@dataclass(frozen=True, slots=True)
class OptOutQuery:
    """Which opt-outs a request asks for; None stands for any."""

    active: bool
    source: Source | None
    channel_id: UUID | None
    phone: str | None


async def filter_of(session: AsyncSession, company_id: UUID, wanted: OptOutQuery) -> OptOutFilter:
    """Return how to find what is asked for. Raises `InvalidInput` for what is not a phone number."""
    phone = wanted.phone
    identity = None if phone is None else _name(await party_of_phone(session, company_id, phone))
    return OptOutFilter(wanted.active, wanted.source, wanted.channel_id, identity)


async def list_opt_outs(
    session: AsyncSession,
    company_id: UUID,
    *,
    wanted: OptOutQuery,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> list[OptOutRead]:
    """Return a page of who is out (or came back), latest first, and one more if there is one.

    Raises `InvalidInput` for what is not a phone number.
    """
    filters = await filter_of(session, company_id, wanted)
    rows = await OptOuts(session, company_id).list_newest(filters, before=before, limit=limit + 1)
    return [opt_out_read(row) for row in rows]


async def list_history(
    session: AsyncSession,
    company_id: UUID,
    opt_out_id: UUID,
    *,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> list[OptOutHistoryRead]:
    """Return a page of all that a person said, latest first, and one more. Raises `NotFound`."""
    opt_outs = OptOuts(session, company_id)
    if await opt_outs.find(opt_out_id) is None:
        raise NotFound("opt-out-not-found")
    rows = await opt_outs.list_history(opt_out_id, before=before, limit=limit + 1)
    return [_history_read(row) for row in rows]


def opt_out_read(row: OptOutRow) -> OptOutRead:
    """Return an opt-out as the API shows it."""
    kind, _, value = row.identity.partition(":")
    return OptOutRead(
        id=row.id,
        contact_id=row.contact_id,
        phone=f"+{value}" if kind == "phone" else None,
        bsuid=value if kind == "bsuid" else None,
        channel_id=row.channel_id,
        source=row.source,
        by=row.by,
        active=row.active,
        at=row.at,
    )


def _history_read(row: HistoryRow) -> OptOutHistoryRead:
    return OptOutHistoryRead(
        id=row.id,
        leave=row.active,
        source=row.source,
        by=row.by,
        at=row.at,
        recorded_at=row.recorded_at or row.at,
    )


def _source(actor: TenantContext) -> Source:
    return "agent" if actor.kind == "user" else "api"


def _details(row: OptOutRow) -> audit.Details:
    """Return what an entry says of an opt-out: not the phone, which the log would keep for ever."""
    of = {"contactId": row.contact_id, "channelId": row.channel_id}
    return {name: str(value) for name, value in of.items() if value is not None}


def _after(row: OptOutRow | None, at: datetime) -> datetime:
    """Return the time of an entry made now: later than the last one, even if its clock was ahead of ours."""
    return at if row is None else max(at, row.at + timedelta(microseconds=1))


async def _party(session: AsyncSession, company_id: UUID, body: OptOutCreate) -> Party:
    if body.contact_id is not None:
        party = await copies.find_contact_party(session, company_id, body.contact_id)
        if party is None:
            raise InvalidInput("contact_unknown", field="contactId")
        return party
    return await party_of_phone(session, company_id, body.phone or "")


async def party_of_phone(session: AsyncSession, company_id: UUID, phone: str) -> Party:
    """Return who has a phone, spelled as the company's country does. Raises `InvalidInput`."""
    try:
        locale = await copies.find_locale(session, company_id)
        region = region_of(locale) if locale else DEFAULT_REGION
        return Party(phone=normalise_phone(phone, region))
    except PhoneInvalid as error:
        raise InvalidFields([error.at("phone")]) from None


def _name(party: Party) -> str | None:
    """Return the name under which a person's opt-out is stored; None when they have none."""
    return next(iter(aliases(party)), None)


async def _entries_of(
    session: AsyncSession, requests: Sequence[OptOutRequest]
) -> list[tuple[OptOutEntry, OptOutRequest]]:
    """Return what was said under each name of each person, by the time it was said."""
    said_as = [(request.company_id, name) for request in requests for name in aliases(request.party)]
    linked = await alias_links.names_of(session, set(said_as)) if said_as else {}
    names_of = [
        sorted(
            {
                each
                for name in aliases(request.party)
                for each in (name, *linked.get((request.company_id, name), ()))
            }
        )
        for request in requests
    ]
    known = await copies.contacts_known_as(
        session, [(request.company_id, names) for request, names in zip(requests, names_of, strict=True)]
    )
    contacts_of: dict[int, list[copies.Known]] = {}
    for contact in known:
        contacts_of.setdefault(contact.position, []).append(contact)
    entries: list[tuple[OptOutEntry, OptOutRequest]] = []
    in_time = sorted(enumerate(requests), key=lambda item: (item[1].at, item[1].leave))
    for position, request in in_time:
        contacts = contacts_of.get(position, [])
        contact_id = contacts[0].contact_id if contacts else None
        spellings: dict[str, set[str]] = {}
        for party in (request.party, *(contact.party for contact in contacts)):
            if (name := _name(party)) is not None:
                spellings.setdefault(name, set()).add(party.identity())
        for name in names_of[position]:
            if name not in aliases(request.party):
                spellings.setdefault(name, {name})
        entries += [
            (
                OptOutEntry(
                    request.company_id,
                    name,
                    request.channel_id,
                    contact_id,
                    sorted(spelt),
                    request.source,
                    request.leave,
                    request.at,
                    request.by,
                ),
                request,
            )
            for name, spelt in spellings.items()
        ]
    return entries


def _events(change: OptOutChange) -> list[ContactOptOutChangedV1]:
    row = change.opt_out
    return [
        ContactOptOutChangedV1(
            company_id=row.company_id,
            identity=spelling,
            contact_id=row.contact_id,
            channel_id=row.channel_id,
            opted_out=row.active,
            repeated=not change.turned,
            source=cast(Source, row.source),
            at=row.at,
        )
        for spelling in row.spellings
    ]
