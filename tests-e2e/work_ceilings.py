"""How much work a message may cost: `test_work.py` fails when it costs more.

A ceiling is what was measured, and a margin for what depends on how messages fall into batches: a twentieth
for rows and records, a fifth for the rest. When a change costs less, lower it in the same commit (the test
prints what it counted: ``make test t=tests-e2e/test_work.py a=-s``), so that the next one cannot lose what
was won. When a change must cost more, raise it and say in the commit what is bought by it.
"""

from typing import Final

from work import Work

CAMPAIGN: Final = Work(
    statements=8.0, row_writes=22.5, wal_bytes=14_000, kafka_records=4.2, kafka_bytes=4_400
)
"""Of each recipient: expanded, sent, accepted, and three statuses; its conversation written in chat. Most
statements are of batches, which are smaller on a fast machine: 2.5 were counted on a slow one."""

INBOUND_AT_ONCE: Final = Work(
    statements=28.5, row_writes=19.0, wal_bytes=10_700, kafka_records=3.2, kafka_bytes=1_950
)
"""Of each message that a new customer writes: contact, ticket, message, reports. Batches may be of one."""

INBOUND: Final = Work(
    statements=60.0, row_writes=28.5, wal_bytes=13_200, kafka_records=3.2, kafka_bytes=1_950
)
"""The same, one at a time, with a list of tickets for each, which shows each ticket's last message; and with
the index of the search, which is written of one message at a time then. What looks for work once a second
counts, too: 39 statements were counted, and there are more on a slow machine. Each worker's mark for the
restore fence, every ten seconds, is a row; it is what tells a database that was wound back."""

REPLY: Final = Work(statements=95.0, row_writes=60.7, wal_bytes=29_900, kafka_records=9.5, kafka_bytes=6_300)
"""Of each reply of an agent, one at a time: sent, accepted, and three statuses. Of 65 statements that were
counted about ten look for other work, once a second each: there are more of them on a slow machine."""
