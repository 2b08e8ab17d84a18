"""What happens to contacts without anybody waiting for it."""

from atende_platform.data.db import Database, now
from atende_platform.data.rounds import Clock, Rounds, rounds
from chat.contacts import tags


def tag_mover(database: Database, clock: Clock = now) -> Rounds:
    """Gives contacts the tags that others became: companies take turns, a batch each."""
    return rounds("contact tags", database, clock, tags.due, tags.step, companies=1)
