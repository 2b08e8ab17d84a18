"""Contacts."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import CompanyQuotas, TenantSession, requires, runtime_of
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import Cursor, Limit, Page
from atende_platform.http.revisions import IfMatch, Tagged, tag
from atende_platform.identity.context import TenantContext
from chat.contacts import fields, service, tags
from chat.contacts.domain import Only
from chat.contacts.schemas import (
    ContactAlias,
    ContactCreate,
    ContactFieldCreate,
    ContactFieldRead,
    ContactFieldUpdate,
    ContactRead,
    ContactTagCreate,
    ContactTagMerge,
    ContactTagRead,
    ContactTagUpdate,
    ContactUpdate,
    EmailText,
    ExternalId,
    Tag,
)

router = APIRouter(prefix="/contacts")
of_tags = APIRouter(prefix="/contacts/tags", tags=["contacts"])
of_fields = APIRouter(prefix="/contact-fields", tags=["contacts"])
Reader = Annotated[TenantContext, requires(Permission.CONTACTS_READ)]
Manager = Annotated[TenantContext, requires(Permission.CONTACTS_MANAGE)]
Writer = Annotated[TenantContext, requires(Permission.CONTACTS_WRITE)]
Search = Annotated[
    str | None,
    Query(min_length=1, max_length=100, description="In names, phones, e-mails, external ids, firms, fields"),
]


@router.get("", operation_id="contacts.list")
async def list_contacts(
    actor: Reader,
    session: TenantSession,
    request: Request,
    q: Search = None,
    external_id: Annotated[ExternalId | None, Query(alias="externalId")] = None,
    email: Annotated[EmailText | None, Query()] = None,
    tag_name: Annotated[Tag | None, Query(alias="tag")] = None,
    blocked: Annotated[
        bool | None, Query(description="Those that are blocked, or those that are not")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ContactRead]:
    """The company's contacts, newest first.

    With `q` those in whose name, phone (in any spelling), e-mail address, external id, firm or custom fields
    it is found; one or two letters or digits are looked for among
    the newest 10,000 contacts. Of several filters all hold.
    """
    only = Only(external_id, email.lower() if email else None, blocked, tag_name)
    if q is None and tag_name is None:
        return await service.list_contacts(session, actor.company_id, only, cursor, limit)
    async with runtime_of(request).database.worker() as finder:
        return await service.search_contacts(session, finder, actor.company_id, q, only, cursor, limit)


@router.post("", operation_id="contacts.create", status_code=201)
@idempotent()
async def create_contact(
    actor: Writer, session: TenantSession, body: ContactCreate, quotas: CompanyQuotas, response: Response
) -> ContactRead:
    """Add a contact; 409 when the company has one with this phone, in either Brazilian form."""
    contact = await service.create_contact(session, actor.company_id, body, now(), quotas)
    tag(response, contact.revision)
    return ContactRead.model_validate(contact)


@router.get("/{contact_id}", operation_id="contacts.get")
async def get_contact(
    actor: Reader, session: TenantSession, contact_id: UUID, response: Response
) -> ContactRead:
    """One contact."""
    contact = await service.get_contact(session, actor.company_id, contact_id)
    tag(response, contact.revision)
    return ContactRead.model_validate(contact)


@router.get("/{contact_id}/aliases", operation_id="contacts.listAliases")
async def list_aliases(actor: Reader, session: TenantSession, contact_id: UUID) -> Page[ContactAlias]:
    """All numbers and ids of WhatsApp under which the person is known. All of them: there is one page."""
    return Page(items=await service.list_aliases(session, actor.company_id, contact_id), next_cursor=None)


@router.patch("/{contact_id}", operation_id="contacts.update")
async def update_contact(
    actor: Writer,
    session: TenantSession,
    contact_id: UUID,
    body: ContactUpdate,
    expected: IfMatch,
    response: Response,
) -> ContactRead:
    """Change what the body names; the rest stays. Of `customFields` those that it names; null removes one."""
    contact = await service.update_contact(session, actor.company_id, contact_id, body, expected, now())
    tag(response, contact.revision)
    return ContactRead.model_validate(contact)


@router.post("/{contact_id}/block", operation_id="contacts.block")
async def block_contact(
    actor: Writer, session: TenantSession, contact_id: UUID, response: Response
) -> ContactRead:
    """Block somebody: nothing is sent to them, replies and campaigns included, until they are unblocked.

    What they write is kept in the conversation, opens no ticket, is not unread and notifies no agent.
    """
    contact = await service.block(session, actor, contact_id, now())
    tag(response, contact.revision)
    return ContactRead.model_validate(contact)


@router.delete("/{contact_id}/block", operation_id="contacts.unblock")
async def unblock_contact(
    actor: Writer, session: TenantSession, contact_id: UUID, response: Response
) -> ContactRead:
    """Let somebody who was blocked be written to, and be heard, again."""
    contact = await service.unblock(session, actor, contact_id, now())
    tag(response, contact.revision)
    return ContactRead.model_validate(contact)


@of_fields.get("", operation_id="contacts.listFields")
async def list_fields(actor: Reader, session: TenantSession) -> Page[ContactFieldRead]:
    """The custom fields that the company has defined, in their order. All of them: there is one page."""
    found = await fields.list_fields(session, actor.company_id)
    return Page(items=[ContactFieldRead.model_validate(field) for field in found], next_cursor=None)


@of_fields.post("", operation_id="contacts.createField", status_code=201)
@idempotent()
async def create_field(
    actor: Manager, session: TenantSession, body: ContactFieldCreate, tagged: Tagged
) -> ContactFieldRead:
    """Define a custom field, of which a company has 50 at most.

    From now on values under its name must fit, and are stored in one spelling: numbers as ``1234.5``, dates
    as ``2026-12-24``, yes and no as ``true`` and ``false``. Names that are not defined may have any text.
    """
    return tagged(ContactFieldRead.model_validate(await fields.create_field(session, actor, body, now())))


@of_fields.patch("/{field_id}", operation_id="contacts.updateField")
async def update_field(
    actor: Manager,
    session: TenantSession,
    field_id: UUID,
    body: ContactFieldUpdate,
    expected: IfMatch,
    tagged: Tagged,
) -> ContactFieldRead:
    """Change how a field is shown, and what can be chosen."""
    return tagged(
        ContactFieldRead.model_validate(
            await fields.update_field(session, actor, field_id, body, now(), expected=expected)
        )
    )


@of_fields.delete("/{field_id}", operation_id="contacts.deleteField", status_code=204)
async def delete_field(actor: Manager, session: TenantSession, field_id: UUID, expected: IfMatch) -> None:
    """Take a definition away; contacts keep their values, as texts."""
    await fields.delete_field(session, actor, field_id, expected=expected)


@of_tags.get("", operation_id="contacts.listTags")
async def list_tags(actor: Reader, session: TenantSession) -> Page[ContactTagRead]:
    """The tags that contacts have or may have, by name. All of them: there is one page."""
    return Page(items=await tags.list_tags(session, actor.company_id), next_cursor=None)


@of_tags.post("", operation_id="contacts.createTag", status_code=201)
@idempotent()
async def create_tag(
    actor: Writer, session: TenantSession, body: ContactTagCreate, tagged: Tagged
) -> ContactTagRead:
    """Add a tag. A tag that is put on a contact is added by itself, in one spelling: "VIP" is "vip"."""
    return tagged(await tags.create_tag(session, actor, body, now()))


@of_tags.patch("/{contact_tag_id}", operation_id="contacts.updateTag")
async def update_tag(
    actor: Manager,
    session: TenantSession,
    contact_tag_id: UUID,
    body: ContactTagUpdate,
    expected: IfMatch,
    tagged: Tagged,
) -> ContactTagRead:
    """Rename or recolour a tag. Contacts and saved segments get the new name within minutes."""
    return tagged(await tags.update_tag(session, actor, contact_tag_id, body, now(), expected))


@of_tags.post("/{contact_tag_id}/merge", operation_id="contacts.mergeTag")
async def merge_tag(
    actor: Manager, session: TenantSession, contact_tag_id: UUID, body: ContactTagMerge
) -> ContactTagRead:
    """Have contacts and saved segments get another tag for this one, which then is gone."""
    return await tags.merge_tag(session, actor, contact_tag_id, body, now())


@of_tags.delete("/{contact_tag_id}", operation_id="contacts.deleteTag", status_code=204)
async def delete_tag(actor: Manager, session: TenantSession, contact_tag_id: UUID, expected: IfMatch) -> None:
    """Take a tag from all contacts, within minutes. Segments that ask for it find nobody."""
    await tags.delete_tag(session, actor, contact_tag_id, now(), expected)
