"""Why messages failed is one of our reasons, no longer the provider's number; what is stored gets its reason."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import Lengths, backfill, bound_lengths, chars, unbound_lengths

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LENGTHS: Final[Lengths] = {"send_facts": {"reason": chars(100)}, "campaign_sends": {"reason": chars(100)}}

# As the gateway took Meta's numbers when this was written. Other errors keep their number and title.
REASONS: Final[dict[str, tuple[int, ...]]] = {
    "channel_auth": (0, 190),
    "channel_permission": (3, 10, *range(200, 300), 131005),
    "account_blocked": (368, 130497, 131031),
    "channel_setup": (131037, 131042, 131045, 133010),
    "too_fast": (4, 80007, 80008, 130429),
    "provider_busy": (1, 2, 131000, 131016, 131057, 133004),
    "recipient_busy": (131056,),
    "spam_limited": (131048,),
    "template_syncing": (134101,),
    "template_paused": (132015,),
    "flow_unavailable": (132068, 132069),
    "opted_out": (131050,),
    "experiment": (130472,),
    "recipient_is_sender": (131021,),
    "not_on_whatsapp": (131026,),
    "window_closed": (131047,),
    "delivery_capped": (131049,),
    "no_phone": (131062,),
    "invalid_content": (33, 100, 131008, 131009, 135000),
    "unsupported": (131051,),
    "media_unusable": (131052, 131053),
    "template_mismatch": (132000, 132005, 132012),
    "template_missing": (132001,),
    "template_refused": (132007, 132016),
    "provider_refused": (131055, 131059, 134100, 134102),
}
_OUTCOMES: Final = (
    "company_id, campaign_id, state, error_code, error_title, {reason}"
    "sends, sent, delivered, read, first_at, last_at"
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in LENGTHS:
        op.add_column(table, sa.Column("reason", sa.Text))
    bound_lengths(op, LENGTHS)
    cases = " ".join(
        f"WHEN error_code IN ({', '.join(map(str, codes))}) THEN '{reason}'"
        for reason, codes in REASONS.items()
    )
    # Locks the sends until the commit: none moves after it was counted.
    with backfill(op, "send_facts", "campaign_sends"):
        op.execute(f"UPDATE send_facts SET reason = CASE {cases} END WHERE error_code IS NOT NULL")
        _count_failures(
            "CASE WHEN reason IS NULL THEN error_code END", "coalesce(reason, error_title)", "reason"
        )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    with backfill(op, "send_facts", "campaign_sends"):
        _count_failures("error_code", "error_title")
    unbound_lengths(op, LENGTHS)
    for table in LENGTHS:
        op.drop_column(table, "reason")


def _count_failures(code: str, title: str, *reason: str) -> None:
    op.execute("DELETE FROM campaign_sends WHERE state = 'failed'")
    columns = _OUTCOMES.format(reason="reason, " if reason else "")
    op.execute(
        f"INSERT INTO campaign_sends ({columns})"
        f" SELECT company_id, campaign_id, state, {', '.join((code, title, *reason))}, count(*),"
        " count(coalesce(sent_at, delivered_at, read_at)), count(coalesce(delivered_at, read_at)),"
        " count(read_at), min(accepted_at), max(accepted_at)"
        " FROM send_facts WHERE campaign_id IS NOT NULL AND state = 'failed'"
        f" GROUP BY company_id, campaign_id, state, {', '.join((code, title, *reason))}"
    )
