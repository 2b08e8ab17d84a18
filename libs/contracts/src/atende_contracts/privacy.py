"""Events about what people and companies have a right to: their data in a file, and its deletion.

The deletion of a person is in `atende_contracts.contacts`, with the contact.
"""

from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from atende_contracts.bounds import Identity, Word
from atende_contracts.event import Event


class ContactExportRequestedV1(Event):
    """A company asks for a person's data: each service that has some answers with `ContactExportedV1`."""

    topic: ClassVar[str] = "contact.export"
    type: Literal["contact.export_requested.v1"] = "contact.export_requested.v1"
    export_id: UUID
    contact_id: UUID
    aliases: Annotated[list[Identity], Field(max_length=50)] = Field(default_factory=list)
    """The person's names as `Party.identity`."""

    def key(self) -> str:
        return str(self.export_id)


class ContactExportedV1(Event):
    """Some of what a service has of a person. The ``last`` one says that there is no more."""

    topic: ClassVar[str] = "contact.exported"
    type: Literal["contact.exported.v1"] = "contact.exported.v1"
    export_id: UUID
    service: Literal["campaign"]
    kind: Word = ""
    """What the rows are: ``recipients``, ``opt_outs`` …; empty where there are none."""
    part: int = 0
    """Counts the events of one export; each part is taken once."""
    rows: Annotated[list[dict[str, Any]], Field(max_length=500)] = Field(default_factory=list)
    last: bool = False

    def key(self) -> str:
        return str(self.export_id)


class CompanyErasureRequestedV1(Event):
    """Everything of a company is to go: every service deletes all it has, and says so when it has."""

    topic: ClassVar[str] = "company.erasure"
    type: Literal["company.erasure_requested.v1"] = "company.erasure_requested.v1"
    erasure_id: UUID

    def key(self) -> str:
        return str(self.company_id)


class CompanyErasedV1(Event):
    """A service has nothing of a company any more."""

    topic: ClassVar[str] = "company.erased"
    type: Literal["company.erased.v1"] = "company.erased.v1"
    erasure_id: UUID
    service: Literal["chat", "campaign", "gateway", "reporting"]
    erased: dict[Word, int] = Field(default_factory=dict, max_length=500)
    """How many rows of each table were deleted."""

    def key(self) -> str:
        return str(self.company_id)
