"""Who asks, and what they may do."""

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Permission, Role
from atende_platform.identity.context import TenantContext


def test_a_context_answers_for_its_role() -> None:
    agent = TenantContext(company_id=uuid7(), user_id=uuid7(), role=Role.AGENT, session_id=uuid7())
    assert agent.may(Permission.TICKETS_WRITE)
    assert not agent.may(Permission.CAMPAIGNS_RUN)
