"""How an export is asked of other services."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from atende_contracts.privacy import ContactExportRequestedV1

if TYPE_CHECKING:
    from chat.personal_data.models import ContactExport


def export_requested(export: "ContactExport", aliases: Sequence[str]) -> ContactExportRequestedV1:
    """Return what other services are asked: all that they know of the person."""
    return ContactExportRequestedV1(
        company_id=export.company_id,
        export_id=export.id,
        contact_id=export.contact_id,
        aliases=list(aliases),
    )
