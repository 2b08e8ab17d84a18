"""Events in: which use case takes what. It may see any event again."""

from typing import Final

from atende_contracts import topics
from atende_contracts.audit import AuditRecordedV1
from atende_platform.messaging.handlers import Handlers, on
from auth.service import audit

HANDLERS: Final[Handlers] = {topics.AUDIT_RECORDED: (on(AuditRecordedV1, do=audit.record),)}
