"""The service's SQL fits its tables: see `atende_platform.testing.sql_checks`."""

from typing import Final

from atende_platform.testing.sql_checks import Filled, test_rows_come_back, test_statements_fit_the_schema
from chat.contacts.repository import search
from chat.tickets.repository import conversations

__all__ = ["FILLED", "test_rows_come_back", "test_statements_fit_the_schema"]

_NAMED: Final = "search_form(name) LIKE lower(:name)"
_DIALLED: Final = "phone LIKE :digits0"
_PARTS: Final = ("", conversations._BEHIND, conversations._SINCE, conversations._WITH_FILE)
_PLACES: Final = [
    *({"part": part, "order": "DESC"} for part in _PARTS),
    {"part": conversations._BEFORE, "order": "ASC"},
]
_WHERE: Final = ("", conversations._OF_THE_TICKET)

FILLED: Final[Filled] = {
    search.AMONG_NEWEST: [
        search.AMONG_NEWEST.format(matches=f"({_NAMED} OR {_DIALLED})", behind=behind)
        for behind in ("", search._BEHIND)
    ],
    search.SCAN: [search.SCAN.format(matches=_NAMED)],
    search._BRANCH: [],
    search._BY_INDEX: [search.by_index([_NAMED, _DIALLED], behind) for behind in ("", search._BEHIND)],
    conversations._OWN: [conversations._OWN.format(**place) for place in _PLACES],
    conversations._OF_TICKETS: [conversations._OF_TICKETS.format(**place) for place in _PLACES],
    conversations._OF_GROUP: [
        conversations._OF_GROUP.format(where=where, **place) for where in _WHERE for place in _PLACES
    ],
    conversations._WITHOUT_TICKET: [
        conversations._WITHOUT_TICKET.format(where=where, **place) for where in _WHERE for place in _PLACES
    ],
}
