"""What sockets may be sent: no type of update is missing in the union that clients are generated from."""

import importlib
import pkgutil

import chat
from chat.realtime.schemas import NOTICES, UPDATES
from chat.updates.schemas import Notice, Update


def test_every_update_is_in_the_union() -> None:
    for module in pkgutil.walk_packages(chat.__path__, "chat."):
        if module.name.endswith((".events", ".schemas")):
            importlib.import_module(module.name)
    known = {Update}
    while more := {child for each in known for child in each.__subclasses__()} - known:
        known |= more
    assert set(UPDATES) == known - {Update}


def test_every_notice_is_listed() -> None:
    for module in pkgutil.walk_packages(chat.__path__, "chat."):
        if module.name.endswith((".events", ".schemas")):
            importlib.import_module(module.name)
    assert set(NOTICES) == set(Notice.__subclasses__())
