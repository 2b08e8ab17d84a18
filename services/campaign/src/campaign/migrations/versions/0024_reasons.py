"""Why campaigns moved, what is to know of their start and why rows are refused: codes beside the sentences.

Rows of files keep their words in both languages, which are known again when they are read.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from atende_platform.data.migrations import Lengths, backfill, bound_lengths, size, unbound_lengths

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

COLUMNS: Final = (
    ("campaigns", "failure", "failure_reason"),
    ("campaigns", "notice", "notice_reason"),
    ("campaign_moves", "reason", "move_reason"),
)
OF_ROWS: Final = (("audience_rows", "problem_reason"), ("opt_out_rejects", "reason"))
LENGTHS: Final[Lengths] = {
    "campaigns": {"failure_reason": size(16 * 1024), "notice_reason": size(16 * 1024)},
    "campaign_moves": {"move_reason": size(16 * 1024)},
    "audience_rows": {"problem_reason": size(16 * 1024)},
    "opt_out_rejects": {"reason": size(16 * 1024)},
}
SENTENCES: Final = (
    ("audience_not_expanded", r"The audience could not be expanded\."),
    ("channel_deleted", r"The channel was deleted\."),
    ("company_suspended", r"The company is suspended\."),
    ("messages_failed", r"(?P<percent>\d+)% of the last (?P<count>\d+) messages failed\."),
    ("not_startable", r"It could not be started\."),
    ("quality_poor", r"WhatsApp rates the quality of the number as poor \((?P<quality>.*)\)\."),
    ("runs_skipped", r"Runs that were due from (?P<since>\S+) on were skipped, .*"),
    ("started_late", r"Started (?P<minutes>\d+) minutes late, .*"),
    ("too_late_to_start", r"It was due at (?P<due>\S+) and could not start then; .*"),
    ("template_paused", r"(?P<errorCode>\d+): WhatsApp has paused the template for low quality\."),
    ("template_refused", r"(?P<errorCode>\d+): WhatsApp has disabled the template or refused its text\."),
    ("template_missing", r"(?P<errorCode>\d+): The template does not exist in this language .*"),
    ("template_mismatch", r"(?P<errorCode>\d+): The parameters do not fit the approved template\."),
    ("flow_unavailable", r"(?P<errorCode>\d+): The flow is blocked or throttled by WhatsApp\."),
    ("messaging_limit", r"(?P<errorCode>\d+): The account has reached WhatsApp's limit .*"),
    ("spam_limited", r"(?P<errorCode>\d+): WhatsApp has limited this number, .*"),
)
"""As the versions before stored them."""
NUMBERS: Final = ("percent", "count", "minutes", "errorCode")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table, column in (*((table, column) for table, _, column in COLUMNS), *OF_ROWS):
        op.add_column(table, sa.Column(column, JSONB(), nullable=True))
    with backfill(op, "campaigns", "campaign_moves"):
        for table, sentence, column in COLUMNS:
            op.execute(_backfilled(table, sentence, column))
    bound_lengths(op, LENGTHS)


def _backfilled(table: str, sentence: str, column: str) -> str:
    known = "\n".join(
        f"WHEN {sentence} ~ {_quoted(_plain(pattern))} THEN {_reason(code, pattern, sentence)}"
        for code, pattern in SENTENCES
    )
    other = f"jsonb_build_object('code', 'other', 'params', jsonb_build_object('text', {sentence}))"
    return f"UPDATE {table} SET {column} = CASE {known} ELSE {other} END WHERE {sentence} IS NOT NULL"


def _reason(code: str, pattern: str, sentence: str) -> str:
    names = [part.partition(">")[0] for part in pattern.split("(?P<")[1:]]
    match = f"regexp_match({sentence}, {_quoted(_plain(pattern))})"
    values = (
        f"'{name}', ({match})[{place}]{'::bigint' if name in NUMBERS else ''}"
        for place, name in enumerate(names, start=1)
    )
    params = f"jsonb_build_object({', '.join(values)})"
    return f"jsonb_build_object('code', '{code}', 'params', {params})"


def _plain(pattern: str) -> str:
    """Return a pattern as PostgreSQL takes it: groups have numbers."""
    parts = pattern.split("(?P<")
    return "^" + "(".join([parts[0], *(part.partition(">")[2] for part in parts[1:])]) + "$"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''").replace(":", r"\x3a") + "'"


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    unbound_lengths(op, LENGTHS)
    for table, column in (*((table, column) for table, _, column in COLUMNS), *OF_ROWS):
        op.drop_column(table, column)
