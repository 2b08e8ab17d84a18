"""How PostgreSQL finds what the worker asks for: by key, also with plans made while there was nothing."""

import re
from typing import Final

import pytest

from atende_platform.data.db import Database, execute
from chat.contacts.repository import contacts
from chat.messages.repository import changes, deliveries, messages
from chat.tickets.repository import routing, tickets
from chat.webhooks import repository as webhooks

HOT: Final = {
    "webhooks due": webhooks._DUE,
    "webhooks delivered": webhooks._RECORD,
    "webhooks released": webhooks._RELEASE,
    "find": contacts._FIND,
    "create": contacts._CREATE,
    "lock": contacts._LOCK,
    "opt-outs": contacts._SHOW_OPT_OUT,
    "latest": tickets._LOCK_LATEST,
    "to wake": tickets._TO_WAKE,
    "woken": tickets._LOCK_TO_WAKE,
    "held": tickets._HELD_TOO_LONG,
    "let go": tickets._LOCK_HELD_TOO_LONG,
    "open of": tickets._LOCK_OPEN_OF,
    "update": tickets._UPDATE.sql,
    "write": tickets._RECEIVED.sql,
    "asking": routing._ASKING,
    "claim": routing._CLAIM,
    "assigning": routing._ASSIGNING,
    "candidates": routing._CANDIDATES,
    "waiting": routing._LOCK_WAITING,
    "members": routing._LOCK_MEMBERS,
    "holders": routing._HOLDERS,
    "asleep": routing._LOCK_ASLEEP,
    "stranded": routing._LOCK_STRANDED,
    "received": messages._INSERT_RECEIVED,
    "changes": changes._CHANGES,
    "targets": changes._FIND_TARGETS,
    "advance": deliveries._ADVANCE,
}
_NAMED: Final = re.compile(r"(?<!:):(\w+)")


@pytest.mark.parametrize("name", HOT)
async def test_no_table_is_read_as_a_whole(database: Database, name: str) -> None:
    names = list(dict.fromkeys(_NAMED.findall(HOT[name])))
    statement = _NAMED.sub(lambda found: f"${names.index(found[1]) + 1}", HOT[name])
    async with database.worker() as session:
        await execute(session, f"PREPARE hot AS {statement}".replace(":", "\\:"))
        nothing = ", ".join(["NULL"] * len(names))
        plan = [row[0] for row in await execute(session, f"EXPLAIN EXECUTE hot ({nothing})")]
        await execute(session, "DEALLOCATE hot")
    assert not [line for line in plan if "Seq Scan" in line or "Hash Join" in line], "\n".join(plan)
    scans = [place for place, line in enumerate(plan) if " using " in line or "Bitmap Index Scan" in line]
    assert scans or name == "create"
    # Two lists that have no index are compared each with each.
    assert not [line for line in plan if "Join Filter" in line and " = " in line], "\n".join(plan)
    for place in scans:
        assert "Index Cond" in plan[place + 1], "\n".join(plan)
