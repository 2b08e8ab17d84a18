"""Events in: which use case takes what. It may see any event again."""

from typing import Final

from atende_contracts import topics
from atende_contracts.audit import AuditRecordedV1
from atende_contracts.privacy import CompanyErasedV1
from atende_platform.messaging.handlers import Handlers, on
from auth.service import audit, company_erasures

HANDLERS: Final[Handlers] = {
    topics.AUDIT_RECORDED: (on(AuditRecordedV1, do=audit.record),),
    topics.COMPANY_ERASED: (on(CompanyErasedV1, do_now=company_erasures.confirm),),
}
