"""What is deleted without anybody waiting for it."""

from atende_platform.data.db import Database, now
from atende_platform.data.rounds import Clock, Rounds, rounds
from chat.erasure import service


def eraser(database: Database, clock: Clock = now) -> Rounds:
    """Deletes what is left of deleted contacts: companies take turns, a batch each."""
    return rounds("erasures", database, clock, service.due, service.step, companies=1)
