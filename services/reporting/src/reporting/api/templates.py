"""Reports of templates."""

from fastapi import APIRouter

from atende_platform.data.db import now
from atende_platform.http.access import TenantSession
from reporting.api.parameters import MessageQuestion, Reader
from reporting.schemas.templates import TemplatesReport
from reporting.service import templates

router = APIRouter()


@router.get("/templates", operation_id="reports.getTemplates")
async def get_templates(actor: Reader, session: TenantSession, asked: MessageQuestion) -> TemplatesReport:
    """How far the messages of each template came that were sent, or failed, in a period."""
    return await templates.report_templates(session, actor, asked, now())
