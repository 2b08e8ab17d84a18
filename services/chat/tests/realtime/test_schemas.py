"""What sockets may be sent: no type of update is missing in the union that clients are generated from."""

import importlib
import pkgutil

import chat
from chat.realtime.schemas import UPDATES
from chat.updates.schemas import Update


def test_every_update_is_in_the_union() -> None:
    for module in pkgutil.walk_packages(chat.__path__, "chat."):
        if module.name.endswith((".events", ".schemas")):
            importlib.import_module(module.name)
    known = {Update}
    while more := {child for each in known for child in each.__subclasses__()} - known:
        known |= more
    assert set(UPDATES) == known - {Update}
