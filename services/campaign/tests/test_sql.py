"""The service's SQL fits its tables: see `atende_platform.testing.sql_checks`."""

from datetime import UTC, datetime
from typing import Final

from pydantic import TypeAdapter

from atende_platform.testing.sql_checks import Filled, test_rows_come_back, test_statements_fit_the_schema
from campaign.repository import audience, lookups, saved_segments, sources
from campaign.repository.segments import Conditions
from campaign.schemas.audience import Filter

__all__ = ["FILLED", "test_rows_come_back", "test_statements_fit_the_schema"]

_FILTER: Final = {
    "and": [
        {"or": [{"tag": "vip"}, {"field": "city", "equals": "Natal"}, {"field": "city", "contains": "x"}]},
        {"not": {"field": "city", "exists": True}},
        {"lastSeen": {"withinDays": 3, "before": "2026-01-01T00:00:00Z"}},
    ]
}
_CONDITION: Final = Conditions(datetime(2026, 1, 1, tzinfo=UTC)).of(
    TypeAdapter[Filter](Filter).validate_python(_FILTER)
)
_COUNTED: Final = sources._COUNTED_CONTACTS.format(condition=_CONDITION) + sources._COUNTED_RECIPIENTS.format(
    n=1
)

FILLED: Final[Filled] = {
    saved_segments._COUNT: [
        saved_segments._COUNT.format(
            condition=_CONDITION, opted_out=lookups.OPTED_OUT.format(names="k.aliases")
        )
    ],
    saved_segments._MEMBERS: [
        saved_segments._MEMBERS.format(
            condition=_CONDITION, opted_out=lookups.OPTED_OUT.format(names="k.aliases")
        )
    ],
    sources._COUNT: [
        sources._COUNT.format(
            contacts=contacts,
            opted_out=lookups.OPTED_OUT.format(names="p.aliases"),
            in_window=lookups.IN_WINDOW.format(names="people.aliases"),
        )
        for contacts in ("", _COUNTED)
    ],
    sources._CONTACTS: [sources._CONTACTS.format(condition=_CONDITION)],
    sources._SAMPLED_CONTACTS: [sources._SAMPLED_CONTACTS.format(condition=_CONDITION)],
    # What is made of these stands in constants.
    audience.TARGETS: [],
    lookups.RECIPIENT_OF: [],
    lookups.LATEST_MESSAGE: [],
}
