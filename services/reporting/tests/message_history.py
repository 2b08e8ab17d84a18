"""Random histories of one company's messages, and what a direct count over one says of each figure.

The count is made from the definitions of docs/reports.md over plain lists, with the calendar of the company's
time zone; nothing of the service is used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from atende_contracts.channels import ChannelChangedV1
from atende_contracts.contacts import ContactOptOutChangedV1
from atende_contracts.event import Event, Party, ProviderError
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryState, DeliveryStatusChangedV1, MessageReceivedV1

ZONES: Final = {
    "America/Sao_Paulo": date(2018, 11, 4),  # The day begins at 01:00.
    "America/Havana": date(2025, 11, 2),  # Midnight comes twice.
    "America/New_York": date(2026, 3, 8),
    "Europe/Berlin": date(2026, 10, 25),
    "America/St_Johns": date(2026, 11, 1),  # Three hours and a half behind.
    "Australia/Lord_Howe": date(2026, 4, 5),  # Its clocks change by half an hour.
    "Pacific/Chatham": date(2026, 9, 27),  # Three quarters of an hour off, and its clocks change.
    "Pacific/Apia": date(2011, 12, 30),  # The day that never was.
    "Asia/Kolkata": date(2026, 2, 28),
    "Asia/Kathmandu": date(2024, 2, 29),
    "UTC": date(2025, 12, 31),
}
"""Time zones, and a day of each on which counting is hard."""

STATES: Final[tuple[DeliveryState, ...]] = (
    "returned",
    "unconfirmed",
    "suppressed",
    "accepted",
    "sent",
    "failed",
    "delivered",
    "read",
    "played",
)
ERRORS: Final = (
    None,
    ProviderError(code=131026, title="Message undeliverable"),
    ProviderError(code=131050, title="Opted out", reason="opted_out"),
    ProviderError(code=131026, title="Undeliverable", reason="not_on_whatsapp"),
    ProviderError(code=500, title="Unknown"),
)
SOURCES: Final = ("keyword", "provider", "agent", "api", "import")
NOT_MESSAGES: Final[tuple[dict[str, Any], ...]] = (
    {"kind": "reaction", "text": None, "target": "wamid.other"},
    {"kind": "edit", "target": "wamid.other"},
    {"kind": "revoke", "text": None, "target": "wamid.other"},
    {"kind": "system", "text": "Maria mudou de número"},
)


class Step(NamedTuple):
    """One report of a send."""

    state: DeliveryState
    at: datetime
    error: ProviderError | None


class Send(NamedTuple):
    """A message that was sent, and all that was reported of it."""

    id: UUID
    channel: UUID
    kind: str
    """``replies`` or ``campaign``."""
    told: list[Step]

    def first(self, *states: DeliveryState) -> datetime | None:
        """Return when the first of some states was reached."""
        return min((step.at for step in self.told if step.state in states), default=None)

    def steps(self) -> Iterator[tuple[str, datetime]]:
        """Yield each figure in which it counts once, and when."""
        arrived = self.first("delivered", "read", "played")
        found = {
            "sent": self.first("sent", "delivered", "read", "played"),
            "delivered": arrived,
            "read": self.first("read", "played"),
            "failed": None if arrived else self.first("failed"),
        }
        for name, at in found.items():
            if at is not None:
                yield name, at

    def error(self) -> tuple[str | None, int | None]:
        """Return why it failed, as the first report says (of those at the same time, one that says why)."""
        first = self.first("failed")
        reasons = {step.error.reason for step in self._failed(first) if step.error and step.error.reason}
        if reasons:
            return min(reasons), None
        codes = {step.error.code for step in self._failed(first) if step.error}
        return None, min(codes, default=None)

    def _failed(self, at: datetime | None) -> Iterable[Step]:
        return (step for step in self.told if step.state == "failed" and step.at == at)


class Inbound(NamedTuple):
    """What a customer wrote."""

    id: str
    channel: UUID
    at: datetime
    counts: bool


class Leaving(NamedTuple):
    """A customer leaving broadcasts."""

    channel: UUID | None
    source: str
    at: datetime


@dataclass
class History:
    """What happened, as events and as plain lists; and the days that a report is to be asked of."""

    company: UUID
    zone: ZoneInfo
    first: date
    last: date
    channels: list[UUID]
    names: dict[UUID, str] = field(default_factory=dict)
    deleted: set[UUID] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    sends: list[Send] = field(default_factory=list)
    inbound: list[Inbound] = field(default_factory=list)
    left: list[Leaving] = field(default_factory=list)

    def previous(self) -> tuple[date, date]:
        """Return as many days that lie right before."""
        length = (self.last - self.first).days + 1
        return self.first - timedelta(days=length), self.first - timedelta(days=1)

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)


class Counted:
    """A direct count of some days of a history, of one channel or of all."""

    def __init__(self, history: History, first: date, last: date, channel: UUID | None = None) -> None:
        self._history = history
        self._days = first, last
        self._channel = channel

    def _within(self, at: datetime, channel: UUID | None) -> bool:
        first, last = self._days
        wanted = self._channel is None or channel == self._channel
        return wanted and first <= self._history.local(at).date() <= last

    def _happened(self) -> Iterator[tuple[str, UUID | None, datetime]]:
        """Yield each one that a figure of messages counts: the figure, the channel, and when."""
        for one in self._history.inbound:
            if one.counts:
                yield "inbound", one.channel, one.at
        for left in self._history.left:
            yield "optOuts", left.channel, left.at
        for send in self._history.sends:
            for step, at in send.steps():
                yield f"{send.kind} {step}", send.channel, at

    def activity(self, wanted: Callable[[datetime], bool] = lambda _: True) -> dict[str, Any]:
        """Return what a report shows of messages, of the moments that are wanted."""
        found = Counter(
            figure
            for figure, channel, at in self._happened()
            if self._within(at, channel) and wanted(self._history.local(at))
        )

        def funnel(kind: str) -> dict[str, int]:
            return {step: found[f"{kind} {step}"] for step in ("sent", "delivered", "read", "failed")}

        return {
            "inbound": found["inbound"],
            "replies": funnel("replies"),
            "campaigns": funnel("campaign"),
            "optOuts": found["optOuts"],
        }

    def success_rate(self) -> float | None:
        """Return sent ÷ (sent + failed)."""
        shown = self.activity()
        sent, failed = (shown["replies"][name] + shown["campaigns"][name] for name in ("sent", "failed"))
        return sent / (sent + failed) if sent + failed else None

    def errors(self) -> Counter[tuple[UUID, str, str | None, int | None]]:
        """Return what stands as failed, by channel, kind and reason, else the provider's number."""
        return Counter(
            (send.channel, send.kind, *send.error())
            for send in self._history.sends
            for step, at in send.steps()
            if step == "failed" and self._within(at, send.channel)
        )

    def sources(self) -> Counter[tuple[UUID | None, str]]:
        """Return who left broadcasts, by channel and source."""
        return Counter(
            (left.channel, left.source) for left in self._history.left if self._within(left.at, left.channel)
        )

    def busiest_quarter(self) -> int:
        """Return most messages sent in a quarter of an hour of the clock."""
        quarters = Counter(
            (send.channel, at.timestamp() // 900)
            for send in self._history.sends
            for step, at in send.steps()
            if step == "sent" and self._within(at, send.channel)
        )
        return max(quarters.values(), default=0)


def times_around(zone: ZoneInfo, hard: date) -> st.SearchStrategy[datetime]:
    """Return moments around a hard day, many of them where quarters, hours and days meet."""
    noon = datetime(hard.year, hard.month, hard.day, 12, tzinfo=UTC)
    midnights = [
        datetime(hard.year, hard.month, hard.day, tzinfo=zone).astimezone(UTC) + timedelta(days=days)
        for days in (-1, 0, 1, 2)
    ]
    anywhere = st.integers(-3 * 86_400, 3 * 86_400).map(lambda seconds: noon + timedelta(seconds=seconds))
    quarters = st.integers(-40, 40).map(lambda number: timedelta(minutes=15 * number))
    edges = st.builds(
        lambda midnight, quarter, off: midnight + quarter + timedelta(microseconds=off),
        st.sampled_from(midnights),
        quarters,
        st.sampled_from((-1, 0, 1, 1_000_000)),
    )
    return st.one_of(edges, anywhere)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Return a history of a new company around a day that is hard to count."""
    name = draw(st.sampled_from(sorted(ZONES)))
    zone, hard = ZoneInfo(name), ZONES[name]
    first = hard - timedelta(days=draw(st.integers(0, 2)))
    last = max(first, hard + timedelta(days=draw(st.integers(-1, 2))))
    history = History(uuid7(), zone, first, last, [uuid7() for _ in range(3)])
    times = times_around(zone, hard)
    _tell_channels(draw, history)
    for _ in range(draw(st.integers(0, 12))):
        _tell_send(draw, history, times)
    for _ in range(draw(st.integers(0, 8))):
        _tell_inbound(draw, history, times)
    for _ in range(draw(st.integers(0, 6))):
        _tell_leaving(draw, history, times)
    return history


def _tell_channels(draw: st.DrawFn, history: History) -> None:
    # The last one is not known to reporting yet.
    for channel in history.channels[:2]:
        history.names[channel] = f"Loja {len(history.names)}"
        if draw(st.booleans()):
            history.deleted.add(channel)
        for revision, name in enumerate(("Antes", history.names[channel])):
            history.events.append(
                ChannelChangedV1(
                    company_id=history.company,
                    channel_id=channel,
                    name=name,
                    provider="whatsapp_cloud",
                    status="deleted" if revision and channel in history.deleted else "active",
                    messages_per_second=80,
                    revision=revision,
                )
            )


def _tell_send(draw: st.DrawFn, history: History, times: st.SearchStrategy[datetime]) -> None:
    kind = draw(st.sampled_from(("replies", "campaign")))
    # Reports lie close to each other, or anywhere.
    near = st.builds(
        lambda start, seconds: start + timedelta(seconds=seconds), st.just(draw(times)), st.integers(0, 1800)
    )
    step = st.builds(
        lambda state, at, error: Step(state, at, error if state == "failed" else None),
        st.sampled_from(STATES),
        st.one_of(near, times),
        st.sampled_from(ERRORS),
    )
    told = draw(st.lists(step, min_size=1, max_size=5))
    send = Send(uuid7(), draw(st.sampled_from(history.channels)), kind, told)
    history.sends.append(send)
    campaign, message = (uuid7(), None) if kind == "campaign" else (None, uuid7())
    for one in told:
        history.events.append(
            DeliveryStatusChangedV1(
                company_id=history.company,
                send_id=send.id,
                channel_id=send.channel,
                campaign_id=campaign,
                message_id=message,
                state=one.state,
                error=one.error,
                at=one.at,
            )
        )


def _tell_inbound(draw: st.DrawFn, history: History, times: st.SearchStrategy[datetime]) -> None:
    other: dict[str, Any] = draw(st.one_of(st.just({}), st.sampled_from(NOT_MESSAGES)))
    one = Inbound(f"wamid.{uuid7()}", draw(st.sampled_from(history.channels)), draw(times), not other)
    history.inbound.append(one)
    event = MessageReceivedV1.model_validate(
        {
            "company_id": history.company,
            "channel_id": one.channel,
            "provider_message_id": one.id,
            "sender": Party(wa_id="551187654321"),
            "kind": "text",
            "text": "Oi",
            "sent_at": one.at,
            **other,
        }
    )
    # A webhook that comes again makes an event of its own.
    again = draw(st.integers(0, 2))
    history.events += [event, *(event.model_copy(update={"id": uuid7()}) for _ in range(again))]


def _tell_leaving(draw: st.DrawFn, history: History, times: st.SearchStrategy[datetime]) -> None:
    left = Leaving(
        draw(st.sampled_from((None, *history.channels))), draw(st.sampled_from(SOURCES)), draw(times)
    )
    history.left.append(left)
    contact = draw(st.sampled_from((None, uuid7())))
    number = f"551199{len(history.left):07d}"
    came_back = left.at + timedelta(minutes=5)
    # It is published under each name of a contact; a person who is none has one number, spelled twice.
    names = [f"wa_id:{number}", f"phone:{number}"] + ([f"bsuid:BR.{number}"] if contact else [])
    for opted_out, at in ((True, left.at), (False, came_back)):
        for identity in names:
            history.events.append(
                ContactOptOutChangedV1.model_validate(
                    {
                        "company_id": history.company,
                        "identity": identity,
                        "contact_id": contact,
                        "channel_id": left.channel,
                        "opted_out": opted_out,
                        "source": left.source,
                        "at": at,
                    }
                )
            )
