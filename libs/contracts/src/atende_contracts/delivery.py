"""How a delivery moves forward: the one rule that gateway, chat, campaign and reporting share.

Status webhooks come late, twice and in any order. Each state has a rank; a state is taken only
when its rank is higher, so any order and any repetition ends in the same state.
"""

from typing import Final

from atende_contracts.messages import DeliveryState

RANK: Final[dict[DeliveryState, int]] = {
    "returned": 0,
    "unconfirmed": 1,
    "suppressed": 2,
    "accepted": 3,
    "sent": 4,
    "failed": 5,  # final, unless something later proves that it did arrive
    "delivered": 6,
    "read": 7,
    "played": 8,
}


def moves_forward(current: str | None, new: DeliveryState) -> bool:
    """Tell whether ``new`` replaces ``current`` (None or a state that is no delivery state: always)."""
    if current is None or current not in RANK:
        return True
    return RANK[new] > RANK[current]


def forward_rank_sql(column: str) -> str:
    """Return the SQL expression of a state column's rank, for set-based updates."""
    cases = " ".join(f"WHEN '{state}' THEN {rank}" for state, rank in RANK.items())
    return f"(CASE {column} {cases} ELSE -1 END)"
