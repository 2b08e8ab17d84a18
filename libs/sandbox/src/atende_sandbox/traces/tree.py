"""A trace as a tree, for the terminal: who did what because of what, when, and for how long."""

from collections import defaultdict
from collections.abc import Sequence

from rich.markup import escape
from rich.tree import Tree

from atende_sandbox.traces.spans import Span

_SHOWN = (
    "http.response.status_code",
    "atende.event.type",
    "atende.outcome",
    "atende.states",
    "atende.recipients",
    "messaging.batch.message_count",
    "error.type",
)
"""What of the attributes is worth a place on the line."""


def tree_of(spans: Sequence[Span]) -> Tree:
    """Return the tree of a trace, which must not be empty. What came of a lost span stands at its root."""
    began = min(span.start for span in spans)
    ends = max(span.end for span in spans)
    services = dict.fromkeys(span.service for span in sorted(spans, key=lambda span: span.start))
    root = Tree(
        f"[bold]{spans[0].trace_id}[/]  {len(spans)} spans in {', '.join(services)}, {_ms(ends - began)}",
        guide_style="dim",
    )
    children: defaultdict[str, list[Span]] = defaultdict(list)
    known = {span.span_id for span in spans}
    for span in sorted(spans, key=lambda span: (span.start, span.span_id)):
        children[span.parent_id if span.parent_id in known else ""].append(span)
    # By hand, not by recursion: a trace may be deeper than Python calls.
    open_: list[tuple[Tree, Span]] = [(root, span) for span in reversed(children[""])]
    while open_:
        above, span = open_.pop()
        branch = above.add(_line(span, began))
        open_ += [(branch, child) for child in reversed(children[span.span_id])]
    return root


def _line(span: Span, began: int) -> str:
    told = [escape(str(span.attributes[name])) for name in _SHOWN if name in span.attributes]
    told += [f"linked to {trace_id[:8]}…" for trace_id in span.links]
    name = f"[red]{escape(span.name)}[/]" if span.failed else escape(span.name)
    when = f"+{_ms(span.start - began)}, {_ms(span.end - span.start)}"
    return f"[cyan]{escape(span.service)}[/] {name}  [dim]{when}  {', '.join(told)}[/]".rstrip()


def _ms(nanoseconds: int) -> str:
    return f"{nanoseconds / 1_000_000:.1f} ms"
