"""The custom fields that companies define."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat.contacts.models import ContactField


class ContactFields:
    """One company's custom fields."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def all(self) -> Sequence[ContactField]:
        """Return the fields by position and label."""
        query = select(ContactField).where(ContactField.company_id == self._company_id)
        query = query.order_by(col(ContactField.position), func.lower(ContactField.label))
        return (await self._session.exec(query)).all()

    async def find(self, field_id: UUID, *, lock: bool = False) -> ContactField | None:
        """Return a field; with ``lock`` it is ours until the transaction ends."""
        query = select(ContactField).where(
            ContactField.company_id == self._company_id, ContactField.id == field_id
        )
        return (await self._session.exec(query.with_for_update() if lock else query)).first()

    async def add(self, **columns: Any) -> ContactField:
        """Store a new field."""
        field = ContactField(company_id=self._company_id, **columns)
        await self.store(field)
        return field

    async def store(self, field: ContactField) -> None:
        """Write a field that is new or was changed."""
        self._session.add(field)
        await self._session.flush()

    async def delete(self, field: ContactField) -> None:
        await self._session.delete(field)
        await self._session.flush()
