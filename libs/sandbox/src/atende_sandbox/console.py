"""What people see: coloured on a terminal, plain elsewhere."""

from typing import Any, Final

from rich.console import Console
from rich.markup import escape

OUT: Final = Console(highlight=False, soft_wrap=True)
ERR: Final = Console(stderr=True, highlight=False, soft_wrap=True)


def show(event: dict[str, Any]) -> None:
    """Print an event of the supervisor."""
    match event["event"]:
        case "ready":
            place = f"port {event['port']}" if event.get("port") else "done"
            OUT.print(f"[green]✓[/green] {event['name']:<24} {event['seconds']:>5.1f} s  [dim]{place}[/dim]")
        case "running":
            OUT.print(f"Ready in {event['seconds']} s.")
        case "log":
            OUT.print(f"  {escape(event['message'])}")
        case "failed":
            ERR.print(f"[red]✗[/red] {escape(event['message'])}")
