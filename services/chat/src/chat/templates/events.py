"""How changes of templates are published: to clients' sockets."""

from typing import TYPE_CHECKING
from uuid import UUID

from chat.updates.domain import CHANNELS, LogEntry
from chat.updates.schemas import Update

if TYPE_CHECKING:
    from chat.templates.models import TemplateCopy


class TemplateChanged(Update):
    """A template is new, has changed, or is gone at Meta (`DELETED`)."""

    TYPE = "template.changed"
    NAMESPACE = CHANNELS

    template_id: UUID
    account_id: str
    """All channels of this account have the template."""
    name: str
    language: str
    category: str
    status: str
    """Meta's word, such as `APPROVED`, `REJECTED` or `PAUSED`."""
    revision: int


def template_changed(template: "TemplateCopy") -> LogEntry:
    return TemplateChanged(
        template_id=template.template_id,
        account_id=template.account_id,
        name=template.name,
        language=template.language,
        category=template.category,
        status=template.status,
        revision=template.revision,
    ).entry(template.company_id)
