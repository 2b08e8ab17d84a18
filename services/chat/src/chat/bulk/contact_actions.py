"""Bulk actions on contacts."""

import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.field_errors import FieldError
from atende_contracts.permissions import Permission
from atende_platform.errors import NotFound
from atende_platform.files.spreadsheets import AskedStyle, CsvStyle, csv_rows
from atende_platform.http.pagination import decode_cursor, encode_cursor
from atende_platform.identity.context import TenantContext
from atende_platform.messaging import outbox
from chat.bulk import repository
from chat.bulk.action import Work
from chat.bulk.domain import Done, Outcome, Parameters, Portion
from chat.contacts import service as contacts
from chat.contacts.domain import MAX_TAGS, Only
from chat.contacts.events import contact_changed, contact_updated
from chat.contacts.tags import unified
from chat.erasure import service as erasure
from chat.exports import service as exports
from chat.rows import Row
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.contacts.models import Contact

_LAST: Final = UUID(int=2**128 - 1)
_TOO_MANY_TAGS: Final = FieldError.of("tags", "would_have_too_many_tags", most=MAX_TAGS)


class OnContacts:
    """What actions on contacts have in common."""

    needs: ClassVar[Permission] = Permission.CONTACTS_WRITE
    needs_by_filter: ClassVar[Permission] = Permission.CONTACTS_IMPORT
    portion: ClassVar[int] = 500

    async def prepare(
        self, session: AsyncSession, actor: TenantContext, parameters: Parameters
    ) -> Parameters:
        if "tags" not in parameters:
            return parameters
        written = await unified(session, actor.company_id, parameters["tags"])
        return {**parameters, "tags": list(dict.fromkeys(written.values()))}

    async def find(
        self,
        finder: AsyncSession,
        company_id: UUID,
        wanted: dict[str, Any],
        position: str | None,
        at: datetime,
    ) -> Portion:
        behind = decode_cursor(position) or (at, _LAST)
        only = Only(**{name: value for name, value in wanted.items() if name != "q"})
        only = only._replace(email=only.email and only.email.lower())
        ids, last = await contacts.scan(finder, company_id, wanted.get("q"), only, behind, self.portion)
        return Portion(ids, encode_cursor(*last) if last else None)


@dataclass(frozen=True, slots=True)
class ChangeContacts(OnContacts):
    """Changes contacts, each as ``rule`` says: the columns that are others, or why it cannot be."""

    rule: Callable[["Contact", Parameters, datetime], Row | FieldError]

    async def apply(self, work: Work) -> Done:
        locked = await contacts.lock(work.session, [(work.company_id, id_) for id_ in work.portion.ids])
        outcomes: dict[UUID, Outcome] = {}
        changed: list[Row] = []
        for contact in locked:
            values = self.rule(contact, work.parameters, work.now)
            if isinstance(values, FieldError):
                outcomes[contact.id] = values
            elif all(getattr(contact, name) == value for name, value in values.items()):
                outcomes[contact.id] = "unchanged"
            else:
                outcomes[contact.id] = "changed"
                changed.append({**contact.model_dump(), **values})
        stored = await contacts.update(work.session, changed, work.now)
        await outbox.add(work.session, [contact_changed(contact) for contact in stored])
        if work.is_small:
            await updates.append(work.session, [contact_updated(contact) for contact in stored])
        return Done(outcomes)


def _tagged(contact: "Contact", parameters: Parameters, _: datetime) -> Row | FieldError:
    tags = list(dict.fromkeys([*contact.tags, *parameters["tags"]]))
    return {"tags": tags} if len(tags) <= MAX_TAGS else _TOO_MANY_TAGS


def _untagged(contact: "Contact", parameters: Parameters, _: datetime) -> Row | FieldError:
    return {"tags": [tag for tag in contact.tags if tag not in parameters["tags"]]}


def _blocked(contact: "Contact", _: Parameters, now: datetime) -> Row | FieldError:
    return {"blocked_at": contact.blocked_at or now}


def _unblocked(_: "Contact", __: Parameters, ___: datetime) -> Row | FieldError:
    return {"blocked_at": None}


class DeleteContacts(OnContacts):
    """Deletes contacts with everything of the persons, as it is done with one."""

    needs = Permission.CONTACTS_MANAGE
    needs_by_filter = Permission.CONTACTS_MANAGE
    portion = 50

    async def apply(self, work: Work) -> Done:
        # All at once and in their order: each deletion appends to the event log, behind which none may wait.
        locked = await contacts.lock(work.session, [(work.company_id, id_) for id_ in work.portion.ids])
        outcomes: dict[UUID, Outcome] = {}
        for contact in sorted(locked, key=lambda each: each.id):
            with suppress(NotFound):  # It was deleted before, and is being erased.
                await erasure.request(work.session, work.actor, contact.id, work.now)
                outcomes[contact.id] = "changed"
        return Done(outcomes)


class ExportContacts(OnContacts):
    """Writes contacts into a file, to be downloaded and, if wanted, imported again."""

    needs = Permission.CONTACTS_IMPORT
    portion = 1000

    async def prepare(
        self, session: AsyncSession, actor: TenantContext, parameters: Parameters
    ) -> Parameters:
        fields = await exports.fields_of(session, actor.company_id)
        style = await exports.style_for(session, actor.company_id, AskedStyle(parameters.get("separator")))
        return {**parameters, "fields": list(fields), "style": list(style)}

    async def apply(self, work: Work) -> Done:
        fields: Sequence[str] = work.parameters["fields"]
        style = CsvStyle(*work.parameters["style"])
        found = {
            contact.id: contact
            for contact in await contacts.of(
                work.session, [(work.company_id, id_) for id_ in work.portion.ids]
            )
        }
        rows = [exports.cells_of(found[id_], fields) for id_ in work.portion.ids if id_ in found]
        is_first = work.done_before == 0
        text = csv_rows([exports.header_of(fields)], style, first=True) if is_first else ""
        data = zlib.compress((text + csv_rows(rows, style)).encode())
        await repository.add_part(work.session, work.company_id, work.job_id, work.done_before, data)
        return Done(dict.fromkeys(found, "unchanged"))


TAG: Final = ChangeContacts(_tagged)
UNTAG: Final = ChangeContacts(_untagged)
BLOCK: Final = ChangeContacts(_blocked)
UNBLOCK: Final = ChangeContacts(_unblocked)
DELETE: Final = DeleteContacts()
EXPORT: Final = ExportContacts()
