"""Custom fields: which a company has defined, and what their values must be."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypeVar
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.field_errors import FieldError
from atende_platform.errors import InvalidFields, InvalidInput, NotFound
from atende_platform.http.revisions import ANY, Expected
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import take_turns
from chat.contacts.domain import (
    MAX_FIELDS,
    FieldExists,
    FieldKind,
    FieldRule,
    TooManyFields,
    fitted,
)
from chat.contacts.events import contact_field_deleted, contact_field_updated
from chat.contacts.repository.fields import ContactFields
from chat.contacts.schemas import ContactFieldCreate, ContactFieldUpdate
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.contacts.models import ContactField

Rules = Mapping[str, FieldRule]
"""What fits into each defined field, by its name."""
V = TypeVar("V", str, str | None)
_REFUSED: Final = {
    FieldKind.NUMBER: "custom_field_number",
    FieldKind.DATE: "custom_field_date",
    FieldKind.LIST: "custom_field_list",
    FieldKind.BOOLEAN: "custom_field_boolean",
}


async def list_fields(session: AsyncSession, company_id: UUID) -> "Sequence[ContactField]":
    """Return the company's fields, in their order."""
    return await ContactFields(session, company_id).all()


async def rules_of(session: AsyncSession, company_id: UUID) -> Rules:
    """Return what fits into the company's fields; names that are not among them may have any text."""
    fields = await ContactFields(session, company_id).all()
    return {field.name: FieldRule(FieldKind(field.kind), field.options) for field in fields}


def typed(rules: Rules, values: Mapping[str, V]) -> tuple[dict[str, V], list[FieldError]]:
    """Return values as they are to be stored, and what is wrong with those that do not fit."""
    stored: dict[str, V] = dict(values)
    errors: list[FieldError] = []
    for name, value in values.items():
        rule = rules.get(name)
        if value is None or rule is None:
            continue
        fits = fitted(rule, value)
        if fits is not None:
            stored[name] = fits
            continue
        options = {"options": ", ".join(rule.options)} if rule.kind is FieldKind.LIST else {}
        errors.append(FieldError.of(f"customFields.{name}", _REFUSED[rule.kind], **options))
    return stored, errors


async def require_typed(session: AsyncSession, company_id: UUID, values: Mapping[str, V]) -> dict[str, V]:
    """Return values as they are to be stored. Raises `InvalidFields` for those that do not fit."""
    if not values:
        return {}
    stored, errors = typed(await rules_of(session, company_id), values)
    if errors:
        raise InvalidFields(errors)
    return stored


async def create_field(
    session: AsyncSession, actor: TenantContext, body: ContactFieldCreate, now: datetime
) -> "ContactField":
    """Define a field. Raises `FieldExists`, `TooManyFields`, and `InvalidInput` for senseless options.

    Values that contacts have under its name already stay until they are written anew.
    """
    fields = ContactFields(session, actor.company_id)
    await take_turns(session, actor.company_id, "contact-fields")
    others = await fields.all()
    if len(others) >= MAX_FIELDS:
        raise TooManyFields(most=MAX_FIELDS)
    if body.name.casefold() in {other.name.casefold() for other in others}:
        raise FieldExists()
    field = await fields.add(
        name=body.name,
        label=body.label or body.name,
        kind=body.kind,
        options=_options(body.kind, body.options),
        position=body.position,
        created_at=now,
        updated_at=now,
    )
    await _publish(session, field, actor, Action.CONTACT_FIELD_CREATED)
    return field


async def update_field(
    session: AsyncSession,
    actor: TenantContext,
    field_id: UUID,
    body: ContactFieldUpdate,
    now: datetime,
    expected: Expected = ANY,
) -> "ContactField":
    """Change what is given. Raises `NotFound`, and `InvalidInput` for options that make no sense."""
    fields = ContactFields(session, actor.company_id)
    field = await _existing(fields, field_id)
    expected.require(field.revision)
    changes = body.changes()
    if "options" in changes:
        changes["options"] = _options(FieldKind(field.kind), body.options)
    changes = {name: value for name, value in changes.items() if value != getattr(field, name)}
    if changes:
        field.sqlmodel_update({**changes, "revision": field.revision + 1, "updated_at": now})
        await fields.store(field)
        await _publish(session, field, actor, Action.CONTACT_FIELD_CHANGED)
    return field


async def delete_field(
    session: AsyncSession,
    actor: TenantContext,
    field_id: UUID,
    expected: Expected = ANY,
) -> None:
    """Take a definition away. Contacts keep their values, as texts of no defined field."""
    fields = ContactFields(session, actor.company_id)
    field = await _existing(fields, field_id)
    expected.require(field.revision)
    await fields.delete(field)
    await audit.record(session, actor, Action.CONTACT_FIELD_DELETED, field.id, {"name": field.name})
    await updates.append(session, [contact_field_deleted(field)])


def _options(kind: FieldKind, options: Sequence[str]) -> list[str]:
    if (kind is FieldKind.LIST) != bool(options):
        raise InvalidInput("options_of_lists", field="options")
    if len({option.casefold() for option in options}) != len(options):
        raise InvalidInput("options_alike", field="options")
    return list(options)


async def _existing(fields: ContactFields, field_id: UUID) -> "ContactField":
    field = await fields.find(field_id, lock=True)
    if field is None:
        raise NotFound("contact-field-not-found")
    return field


async def _publish(
    session: AsyncSession, field: "ContactField", actor: TenantContext, action: Action
) -> None:
    await audit.record(session, actor, action, field.id, {"name": field.name})
    await updates.append(session, [contact_field_updated(field)])
