"""``python -m atende_sandbox.traces [TRACE]``: follows a message and its answer, or shows one trace.

It starts the system with traces, or starts it anew where it runs without. A customer writes in, an agent
hears of it on a socket and answers; both traces are printed as trees, with the pages where Zipkin shows them.
"""

import asyncio
import sys
import time
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import uuid4

import httpx
import socketio
from rich.console import Console
from rich.markup import escape

from atende_sandbox import console as terminal
from atende_sandbox.demo import story
from atende_sandbox.demo.api import Api
from atende_sandbox.errors import SandboxError
from atende_sandbox.last_start import check_not_asked_otherwise, settings_of_this_folder
from atende_sandbox.settings import Settings
from atende_sandbox.simulator.client import SimulatorClient
from atende_sandbox.traces.spans import Span
from atende_sandbox.traces.tree import tree_of
from atende_sandbox.world import World

console = Console()
console.width = max(console.width, 160)  # What a narrow terminal breaks is better than what is cut off.

_PATIENCE_SECONDS: Final = 60.0
_LAST_SPANS_SECONDS: Final = 3.0
"""For what is exported, and reported by the provider, after the last of what a trace must have."""
MESSAGE: Final = frozenset({"POST webhook", "message.inbound process", "message.created emit"})
"""What the trace of a customer's message has, from the provider to the agent."""
ANSWER: Final = frozenset(
    {
        "POST /api/v1/tickets/{ticket_id}/messages",
        "message.outbound publish",
        "message.outbound process",
        "POST to the provider",
        "reported",
        "message.updated emit",
    }
)
"""What the trace of an agent's answer has, to the provider and back."""


def with_traces() -> Settings:
    """Bring this folder's system up with traces, whatever it did before; return its settings."""
    check_not_asked_otherwise()
    settings = settings_of_this_folder()
    running = World(settings)
    if running.running() and not settings.traces:
        console.print("The system runs without traces: it is stopped, and started with them.")
        running.down()
    settings = replace(settings, traces=True)
    World(settings).up(terminal.show)
    return settings


async def _answer_a_customer(settings: Settings) -> None:
    """Have a customer write in, an agent hear of it, and answer."""
    owner, agent, books = Api(settings.url("gateway")), Api(settings.url("gateway")), story.Books()
    heard, states = asyncio.Event(), asyncio.Event()
    client = socketio.AsyncClient(reconnection=False)
    async with SimulatorClient(settings.url("simulator")) as simulator:

        async def on_event(event: str, data: dict[str, Any]) -> None:
            message = data.get("message", {})
            if event == "message.created" and books.run in str(message.get("text")):
                heard.set()
            if event == "message.updated" and message.get("state") in ("delivered", "read"):
                states.set()

        try:
            await story.sign_up(owner)
            await agent.login(story.LOGINS["agent"], story.PASSWORD)
            await story.connect_channel(owner, simulator, books)
            client.on("*", on_event, namespace="/chat")
            await client.connect(
                settings.url("gateway"),
                namespaces=["/chat"],
                auth={"token": agent.token},
                transports=["websocket"],
            )
            phone, name, text = story.CUSTOMERS[0]
            await story.write_in(simulator, books, phone, name, f"{text} [{books.run}]")
            await _within("the agent's socket heard nothing of the customer's message", heard)
            ticket = (await story.find_tickets(agent, 1))[phone]
            body = {"text": f"{story.ANSWERS[0]} [{books.run}]", "clientMessageId": str(uuid4())}
            await agent.post(f"/api/v1/tickets/{ticket['id']}/messages", body)
            await _within("the agent's socket heard nothing of the answer's delivery", states)
        finally:
            await client.disconnect()
            await owner.close()
            await agent.close()


async def _within(failure: str, event: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await event.wait()
    except TimeoutError:
        raise SandboxError(f"Something is wrong: {failure}.") from None


class Traces:
    """What the collector of a system has."""

    def __init__(self, settings: Settings) -> None:
        self._http = httpx.Client(base_url=settings.url("traces"), trust_env=False)

    def ids(self) -> list[str]:
        """Return the ids of all traces, those heard of last at the end."""
        return [each["traceId"] for each in self._http.get("/traces").raise_for_status().json()["traces"]]

    def spans(self, trace_id: str) -> list[Span]:
        """Return the spans of one; none if it is not known."""
        found = self._http.get(f"/traces/{trace_id}").json()["spans"]
        return [Span(**{**span, "links": tuple(span["links"])}) for span in found]

    def with_names(self, names: Collection[str], but_not: Collection[str]) -> str:
        """Return the newest trace in which all of these spans are; wait for it."""
        give_up_at = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < give_up_at:
            for trace_id in reversed(self.ids()):
                if trace_id not in but_not and set(names) <= {span.name for span in self.spans(trace_id)}:
                    return trace_id
            time.sleep(0.5)
        raise SandboxError(f"No trace has all of these spans: {', '.join(sorted(names))}.")


def _show(settings: Settings, title: str, spans: Sequence[Span]) -> None:
    if title:
        console.print(f"\n[bold]{escape(title)}[/]")
    console.print(tree_of(spans), soft_wrap=True, highlight=False)
    console.print(f"{settings.url('zipkin')}/zipkin/traces/{spans[0].trace_id}", soft_wrap=True)


def follow() -> None:
    """Follow a message and its answer through the system."""
    settings = with_traces()
    traces = Traces(settings)
    before = frozenset(traces.ids())
    asyncio.run(_answer_a_customer(settings))
    message, answer = traces.with_names(MESSAGE, before), traces.with_names(ANSWER, before)
    time.sleep(_LAST_SPANS_SECONDS)
    _show(settings, "A customer's message, from the webhook to the agent's socket", traces.spans(message))
    _show(settings, "The answer, to the provider and back to the socket", traces.spans(answer))
    console.print(
        f"\nAll traces: {settings.url('zipkin')}/zipkin/\nOne as a tree, by the trace_id of a log line:"
        " make traces id=…\nThe system goes on with traces until `make down`."
    )


def look(trace_id: str) -> None:
    """Show one trace that the running system has made."""
    settings = settings_of_this_folder()
    if not (settings.traces and World(settings).running()):
        raise SandboxError("The system does not run with traces: `make traces` starts it so.")
    spans = Traces(settings).spans(trace_id)
    if not spans:
        raise SandboxError(f"There is no trace {trace_id}: it is not recorded, or older than what is kept.")
    _show(settings, "", spans)


def main(arguments: Sequence[str]) -> int:
    """Follow a message, or show the trace that is asked for."""
    try:
        look(arguments[0]) if arguments else follow()
    except SandboxError as error:
        terminal.ERR.print(f"[red]✗[/red] {escape(str(error))}")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
