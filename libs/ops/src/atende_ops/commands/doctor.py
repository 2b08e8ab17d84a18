"""``atende doctor``: what is wrong, and what to do about it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Final

import typer

from atende_contracts.topics import ServiceName
from atende_ops.access import chosen
from atende_ops.checks.databases import databases
from atende_ops.checks.figures import figures
from atende_ops.checks.finding import Finding
from atende_ops.checks.machine import machine
from atende_ops.checks.messaging import kafka
from atende_ops.checks.servers import configuration_and_servers
from atende_ops.errors import Misuse, Wrong
from atende_ops.output import Json, Result, show
from atende_platform.process.secret_settings import without_password
from atende_platform.process.telemetry import without_detail

Check = Callable[[Sequence[ServiceName]], Awaitable[list[Finding]]]

_CHECKS: Final[dict[str, Check]] = {
    "settings and servers": configuration_and_servers,
    "databases": databases,
    "kafka": kafka,
    "work": figures,
    "machine": machine,
}
_SECONDS: Final = 60.0
_COLUMNS: Final = {"state": "", "about": "about", "service": "service", "found": "found"}
_NOT_LOOKED_AT: Final = "See what is said of servers and schema; this part was not looked at."
_ORDER: Final = ("wrong", "warning", "fine")


def doctor(
    service: Annotated[str | None, typer.Option("--service", help="Only this service.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what is fine.")] = False,
    as_json: Json = False,
) -> None:
    """Look at everything, and say what is wrong and what to do. Exit status 1 if anything is wrong."""
    found = asyncio.run(_look(chosen(service)))
    found.sort(key=lambda each: _ORDER.index(each.state))
    counts = Counter(each.state for each in found)
    shown = [each for each in found if everything or as_json or each.state != "fine"]
    notes = [f"→ {each.about}: {each.remedy}" for each in _distinct(shown)]
    notes.append(f"{counts['wrong']} wrong, {counts['warning']} warnings, {counts['fine']} fine.")
    show(
        Result(
            items=[each.as_item() for each in shown],
            columns=_COLUMNS,
            notes=notes,
            ok=not counts["wrong"],
            empty="Nothing is wrong.",
        ),
        as_json=as_json,
    )


def _distinct(found: Sequence[Finding]) -> list[Finding]:
    """Return findings that say what to do, each remedy once."""
    return list({each.remedy: each for each in found if each.remedy}.values())


async def _look(services: Sequence[ServiceName]) -> list[Finding]:
    found: list[Finding] = []
    for name, check in _CHECKS.items():
        try:
            async with asyncio.timeout(_SECONDS):
                found += await check(services)
        except (Wrong, Misuse) as error:
            found.append(Finding(name, "wrong", str(error), _NOT_LOOKED_AT))
        except Exception as error:  # One part that cannot be looked at hides no other.
            said = without_password(without_detail(str(error))) or type(error).__name__
            found.append(Finding(name, "wrong", f"cannot be looked at: {said}", _NOT_LOOKED_AT))
    return found
