"""The table of audited actions, and its page."""

from pathlib import Path

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.audit_actions import MEANINGS, Action, main, object_type
from atende_contracts.ids import uuid7


def test_every_action_has_a_meaning_and_fits_the_event() -> None:
    assert set(MEANINGS) == set(Action)
    for action in Action:
        AuditRecordedV1(company_id=uuid7(), action=action, object_type=object_type(action))


def test_the_page_says_everything_and_is_checked(tmp_path: Path) -> None:
    page = tmp_path / "audit.md"
    assert main(["--check", str(page)]) == 1
    assert main([str(page)]) == 0
    assert main(["--check", str(page)]) == 0
    assert "| `campaign.started` |" in page.read_text()
