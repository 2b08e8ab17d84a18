"""Finding people by their names, with one search in the index by name for each.

Where the planner takes a company or a campaign for one row, because it is newer than its statistics, every
index that begins with these seems as good as the one by name, and each search reads all of the campaign:
20,000 recipients took a minute to add. An order that only that index gives, where nothing may be sorted,
leaves no choice.
"""

from datetime import timedelta
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute

RECIPIENT_OF: Final = """
SELECT r.* FROM recipients r
WHERE r.company_id = {company_id} AND r.campaign_id = {campaign_id} AND r.identity BETWEEN {name} AND {name}
ORDER BY r.identity LIMIT 1
"""
"""The recipient of a campaign with a name."""

UNSENT: Final = ("pending", "skipped", "cancelled", "suppressed", "failed")
"""The states of recipients whom the message did not reach."""
CLOCK_SKEW: Final = timedelta(seconds=5)
"""How much earlier than we handed a message over its answer may seem to be: providers tell whole seconds."""

LATEST_MESSAGE: Final = f"""
SELECT r.company_id, r.campaign_id, r.send_id, r.variant
FROM campaigns c CROSS JOIN unnest(said.identities) AS n (name)
CROSS JOIN LATERAL ({RECIPIENT_OF.format(company_id="c.company_id", campaign_id="c.id", name="n.name")}) AS r
WHERE c.company_id = said.company_id AND {{channel}}
  AND (c.closed_at IS NULL OR c.closed_at >= said.at - make_interval(secs => :within))
  AND r.dispatched_at >= said.at - make_interval(secs => :within)
  AND r.dispatched_at <= said.at + make_interval(secs => :skew)
  AND r.state <> ALL(CAST(:unsent AS text[]))
ORDER BY r.dispatched_at DESC, r.send_id DESC LIMIT 1
"""  # noqa: S608 (built from constants only)
"""The last message of a campaign that had reached a person when they ``said`` something, within the time."""

OPTED_OUT: Final = """
EXISTS (
    SELECT FROM unnest({names}) AS n (name) CROSS JOIN LATERAL (
        SELECT FROM opt_outs o
        WHERE o.company_id = :company_id AND o.identity BETWEEN n.name AND n.name AND o.active
          AND (o.channel_id IS NULL OR o.channel_id = :channel_id)
        ORDER BY o.identity LIMIT 1
    ) AS found
)
"""
"""Whether a person with these names gets no broadcasts of a channel; of NULL: of none at all."""


BLOCKED: Final = """
EXISTS (SELECT FROM contact_copy b
        WHERE b.company_id = :company_id AND b.contact_id = {contact} AND b.blocked)
"""
"""Whether the company has blocked a contact."""

IN_WINDOW: Final = """
EXISTS (
    SELECT FROM unnest({names}) AS n (name) CROSS JOIN LATERAL (
        SELECT FROM last_inbound i
        WHERE i.company_id = :company_id AND i.identity BETWEEN n.name AND n.name
          AND i.channel_id = :channel_id AND i.at > :window_since
        ORDER BY i.identity LIMIT 1
    ) AS found
)
"""
"""Whether a person with these names wrote to a channel since then, so that no template is needed."""


async def search_by_name(session: AsyncSession) -> None:
    """Make the rest of the transaction search as this module says."""
    await execute(session, "SET LOCAL enable_sort = off")
