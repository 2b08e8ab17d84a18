"""The service's SQL fits its tables: see `atende_platform.testing.sql_checks`."""

from typing import Final

from atende_platform.testing.sql_checks import Filled, test_rows_come_back, test_statements_fit_the_schema
from chat.contacts.repository import search
from chat.tickets.repository import conversations

__all__ = ["FILLED", "test_rows_come_back", "test_statements_fit_the_schema"]

_NAMED: Final = "search_form(name) LIKE lower(:name)"
_DIALLED: Final = "phone LIKE :digits0"
_BEHIND: Final = ("", conversations._BEHIND)
_WHERE: Final = ("", conversations._OF_THE_TICKET)

FILLED: Final[Filled] = {
    search.AMONG_NEWEST: [
        search.AMONG_NEWEST.format(matches=f"({_NAMED} OR {_DIALLED})", behind=behind)
        for behind in ("", search._BEHIND)
    ],
    search._BRANCH: [],
    search._BY_INDEX: [search.by_index([_NAMED, _DIALLED], behind) for behind in ("", search._BEHIND)],
    conversations._OWN: [conversations._OWN.format(behind=behind) for behind in _BEHIND],
    conversations._OF_TICKETS: [conversations._OF_TICKETS.format(behind=behind) for behind in _BEHIND],
    conversations._WITHOUT_TICKET: [
        conversations._WITHOUT_TICKET.format(where=where, behind=behind)
        for where in _WHERE
        for behind in _BEHIND
    ],
}
