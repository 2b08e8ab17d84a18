"""Which reports can be scheduled: how each is read, which figures its e-mail shows, and its file."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.words import Words
from atende_platform.http.models import ApiModel
from atende_platform.identity.context import TenantContext
from reporting.domain.campaigns import Wanted
from reporting.repository.messages import Messages
from reporting.repository.reports import Reports
from reporting.schemas.activity import DayReport, HourReport
from reporting.schemas.campaigns import CampaignSummary
from reporting.schemas.messages import ChannelFigures, DeliveryError, OptOutsOfSource
from reporting.schemas.schedules import Language, ReportName
from reporting.schemas.templates import TemplateFigures
from reporting.schemas.tickets import AgentFigures, QueueFigures, TagFigures
from reporting.service import activity, campaigns, messages, templates, tickets
from reporting.service.exports import Table, cell, comparison_of, table_of
from reporting.service.mail_figures import Kind, figure
from reporting.service.periods import period_of
from reporting.service.tickets import Asked

MOST_ROWS: Final = 30
"""In an e-mail; the file has all."""
_MOST_CAMPAIGNS: Final = 20_000
"""Of a file that is attached to an e-mail; with more of them the report fails, and says so."""
_PAGE: Final = 500
_BUSIEST_HOURS: Final = 10


class Column(NamedTuple):
    """A figure in an e-mail's table: where it is in the report, and what it is called."""

    path: str
    words: Words
    kind: Kind = "number"


@dataclass(frozen=True, slots=True)
class Reading:
    """A report that was read: for the e-mail as people read it, for the file as a table."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    left_out: int
    """Rows that only the file has."""
    file: Table


Shown = Mapping[str, Any]
"""An item of a report, as in JSON."""
Items = Sequence[ApiModel]
Read = Callable[[AsyncSession, TenantContext, Asked, datetime], Awaitable[Items]]


@dataclass(frozen=True, slots=True)
class ScheduledReport:
    """A report of items, each a row."""

    title: Words
    item: type[ApiModel]
    read: Read
    columns: Sequence[Column]
    chosen: Callable[[Sequence[Shown]], Sequence[Shown]] = lambda items: items
    """Which items the e-mail shows, in which order."""

    async def reading(
        self, session: AsyncSession, actor: TenantContext, asked: Asked, at: datetime, language: Language
    ) -> Reading:
        items = await self.read(session, actor, asked, at)
        names = await _names(session, actor.company_id, items)
        shown = self.chosen([item.model_dump(by_alias=True, mode="json") for item in items])
        return Reading(
            [_in(column.words, language) for column in self.columns],
            [
                [_figure(item, column, language, names) for column in self.columns]
                for item in shown[:MOST_ROWS]
            ],
            max(0, len(items) - min(len(shown), MOST_ROWS)),
            table_of(self.item, items),
        )


def _in(words: Words, language: Language) -> str:
    return words.pt if language == "pt" else words.en


_NAMES: Final = {"agentId": "name", "queueId": "name", "tagId": "name", "channelId": "channelName"}
"""Where an item has the name of what an id stands for, if it has one."""
_OF_NONE: Final = {
    "agentId": Words("Sem agente", "Nobody"),
    "queueId": Words("Sem fila", "No queue"),
    "channelId": Words("Todos os canais", "All channels"),
}


async def _names(session: AsyncSession, company_id: UUID, items: Items) -> dict[str, str]:
    """Return what channels of the items are called, by their ids; agents, queues and tags come with names."""
    if not any(hasattr(item, "channel_id") for item in items):
        return {}
    channels = await Messages(session, company_id).channels()
    return {str(channel.channel_id): channel.name for channel in channels}


def _figure(item: Shown, column: Column, language: Language, names: Mapping[str, str]) -> str:
    value = cell(item, column.path.split("."))
    if column.path == "reason" and item["reason"] is not None:
        return str(item["reason"][language])
    if column.path in _NAMES:
        if value is None:
            return _in(_OF_NONE[column.path], language)
        return str(item.get(_NAMES[column.path]) or names.get(str(value)) or value)
    words = _VALUES.get(column.path, {}).get(str(value))
    return _in(words, language) if words else figure(value, column.kind, language)


_VALUES: Final[Mapping[str, Mapping[str, Words]]] = {
    "weekday": {
        str(number): words
        for number, words in enumerate(
            (
                Words("segunda", "Monday"),
                Words("terça", "Tuesday"),
                Words("quarta", "Wednesday"),
                Words("quinta", "Thursday"),
                Words("sexta", "Friday"),
                Words("sábado", "Saturday"),
                Words("domingo", "Sunday"),
            ),
            1,
        )
    },
    "kind": {"replies": Words("respostas", "replies"), "campaign": Words("campanhas", "campaigns")},
    "source": {
        "keyword": Words("palavra-chave", "keyword"),
        "provider": Words("pelo WhatsApp", "through WhatsApp"),
        "agent": Words("agente", "agent"),
        "api": Words("API", "API"),
        "import": Words("importação", "import"),
    },
}

# --- the summary: a row for each figure ------------------------------------------------------------


_SUMMARY: Final = (
    Column("totals.inbound", Words("Mensagens recebidas", "Messages received")),
    Column("totals.replies.sent", Words("Respostas enviadas", "Replies sent")),
    Column("totals.campaigns.sent", Words("Mensagens de campanhas", "Campaign messages")),
    Column("successRate", Words("Taxa de sucesso do envio", "Sending success rate"), "rate"),
    Column("totals.optOuts", Words("Opt-outs", "Opt-outs")),
    Column("tickets.opened", Words("Tickets abertos", "Tickets opened")),
    Column("tickets.closed", Words("Tickets encerrados", "Tickets closed")),
    Column("tickets.reopened", Words("Tickets reabertos", "Tickets reopened")),
    Column(
        "tickets.firstReply.calendar.medianSeconds",
        Words("Primeira resposta (mediana)", "First reply (median)"),
        "duration",
    ),
    Column(
        "tickets.firstReply.calendar.p90Seconds",
        Words("Primeira resposta (9 em 10)", "First reply (9 in 10)"),
        "duration",
    ),
    Column(
        "tickets.resolution.calendar.medianSeconds",
        Words("Resolução (mediana)", "Resolution (median)"),
        "duration",
    ),
    Column("tickets.promises.rate", Words("SLA cumprido", "SLA kept"), "rate"),
    Column("tickets.satisfaction.average", Words("Nota média (1 a 5)", "Average rating (1 to 5)")),
    Column("tickets.satisfaction.satisfied", Words("Clientes satisfeitos", "Satisfied customers"), "rate"),
)
_SUMMARY_HEADER: Final = (
    Words("", ""),
    Words("No período", "In the period"),
    Words("Período anterior", "Period before"),
)


@dataclass(frozen=True, slots=True)
class ScheduledSummary:
    """The summary: a row for each figure, beside what it was before."""

    title: Words

    async def reading(
        self, session: AsyncSession, actor: TenantContext, asked: Asked, at: datetime, language: Language
    ) -> Reading:
        report = await activity.report_summary(session, actor, asked, at)
        now, before = (
            None if one is None else one.model_dump(by_alias=True, mode="json")
            for one in (report, report.previous)
        )
        rows = [
            [
                _in(column.words, language),
                figure(cell(now or {}, column.path.split(".")), column.kind, language),
                figure(before and cell(before, column.path.split(".")), column.kind, language),
            ]
            for column in _SUMMARY
        ]
        file = comparison_of(report, report.previous)
        return Reading([_in(words, language) for words in _SUMMARY_HEADER], rows, 0, file)


# --- the others ------------------------------------------------------------------------------------


def _items(report: Callable[..., Awaitable[Any]], part: str = "items") -> Read:
    """Return what reads the rows of a report of the API."""

    async def read(session: AsyncSession, actor: TenantContext, asked: Asked, at: datetime) -> Items:
        rows: Items = getattr(await report(session, actor, asked, at), part)
        return rows

    return read


async def _campaigns(session: AsyncSession, actor: TenantContext, asked: Asked, at: datetime) -> Items:
    reports = Reports(session, actor.company_id)
    period = await period_of(reports, at, asked.first, asked.last)
    wanted = Wanted(period.start, period.end, asked.only.channel_id)
    items: list[CampaignSummary] = []
    position: tuple[datetime, UUID] | None = None
    while True:
        rows = await reports.campaigns(wanted, position, _PAGE)
        items += await campaigns.summaries(reports, rows, at)
        if len(items) > _MOST_CAMPAIGNS:
            raise RuntimeError(f"more than {_MOST_CAMPAIGNS} campaigns started in the period")
        if len(rows) < _PAGE:
            return items
        position = rows[-1].first_seen_at, rows[-1].campaign_id


def _busiest(items: Sequence[Shown]) -> Sequence[Shown]:
    busy = [item for item in items if item["inbound"]]
    return sorted(busy, key=lambda item: -int(item["inbound"]))[:_BUSIEST_HOURS]


_OPENED: Final = Column("opened", Words("Abertos", "Opened"))
_CLOSED: Final = Column("closed", Words("Encerrados", "Closed"))
_FIRST_REPLY: Final = Column(
    "firstReply.calendar.medianSeconds", Words("1ª resposta", "First reply"), "duration"
)
_RESOLUTION: Final = Column("resolution.calendar.medianSeconds", Words("Resolução", "Resolution"), "duration")
_RATING: Final = Column("satisfaction.average", Words("Nota", "Rating"))
_INBOUND: Final = Column("inbound", Words("Recebidas", "Received"))
_REPLIES: Final = Column("replies.sent", Words("Respostas", "Replies"))
_CAMPAIGN_MESSAGES: Final = Column("campaigns.sent", Words("Campanhas", "Campaigns"))
_COUNT: Final = Column("count", Words("Quantidade", "Count"))
_CHANNEL: Final = Column("channelId", Words("Canal", "Channel"), "text")

REPORTS: Final[Mapping[ReportName, ScheduledSummary | ScheduledReport]] = {
    "summary": ScheduledSummary(Words("Resumo", "Summary")),
    "daily": ScheduledReport(
        Words("Por dia", "By day"),
        DayReport,
        _items(activity.report_days, "days"),
        (
            Column("day", Words("Dia", "Day"), "day"),
            _INBOUND,
            _REPLIES,
            _CAMPAIGN_MESSAGES,
            Column("ticketsOpened", Words("Abertos", "Opened")),
            Column("ticketsClosed", Words("Encerrados", "Closed")),
        ),
    ),
    "hourly": ScheduledReport(
        Words("Horas mais movimentadas", "Busiest hours"),
        HourReport,
        _items(activity.report_hours, "hours"),
        (
            Column("weekday", Words("Dia da semana", "Weekday"), "text"),
            Column("hour", Words("Hora", "Hour")),
            _INBOUND,
            _REPLIES,
            Column("ticketsOpened", Words("Abertos", "Opened")),
        ),
        _busiest,
    ),
    "agents": ScheduledReport(
        Words("Agentes", "Agents"),
        AgentFigures,
        _items(tickets.report_agents),
        (
            Column("agentId", Words("Agente", "Agent"), "text"),
            _OPENED,
            _CLOSED,
            _FIRST_REPLY,
            _RESOLUTION,
            _RATING,
        ),
    ),
    "queues": ScheduledReport(
        Words("Filas", "Queues"),
        QueueFigures,
        _items(tickets.report_queues),
        (
            Column("queueId", Words("Fila", "Queue"), "text"),
            _OPENED,
            _CLOSED,
            _FIRST_REPLY,
            _RESOLUTION,
            _RATING,
        ),
    ),
    "channels": ScheduledReport(
        Words("Canais", "Channels"),
        ChannelFigures,
        _items(messages.report_channels),
        (
            _CHANNEL,
            _INBOUND,
            _REPLIES,
            _CAMPAIGN_MESSAGES,
            Column("successRate", Words("Sucesso", "Success"), "rate"),
            Column("optOuts", Words("Opt-outs", "Opt-outs")),
        ),
    ),
    "campaigns": ScheduledReport(
        Words("Campanhas iniciadas", "Campaigns started"),
        CampaignSummary,
        _campaigns,
        (
            Column("name", Words("Campanha", "Campaign"), "text"),
            Column("total", Words("Destinatários", "Recipients")),
            Column("funnel.sent", Words("Enviadas", "Sent")),
            Column("rates.delivered", Words("Entregues", "Delivered"), "rate"),
            Column("rates.read", Words("Lidas", "Read"), "rate"),
            Column("rates.replied", Words("Respondidas", "Replied"), "rate"),
        ),
    ),
    "delivery-errors": ScheduledReport(
        Words("Erros de entrega", "Delivery errors"),
        DeliveryError,
        _items(messages.report_errors),
        (
            _CHANNEL,
            Column("kind", Words("De", "Of"), "text"),
            Column("reason", Words("Motivo", "Reason"), "text"),
            Column("errorCode", Words("Código", "Code"), "text"),
            _COUNT,
        ),
    ),
    "opt-outs": ScheduledReport(
        Words("Opt-outs", "Opt-outs"),
        OptOutsOfSource,
        _items(messages.report_opt_outs),
        (_CHANNEL, Column("source", Words("Como", "How"), "text"), _COUNT),
    ),
    "tags": ScheduledReport(
        Words("Etiquetas", "Tags"),
        TagFigures,
        _items(tickets.report_tags),
        (
            Column("tagId", Words("Etiqueta", "Tag"), "text"),
            _OPENED,
            _CLOSED,
            _FIRST_REPLY,
            _RESOLUTION,
            _RATING,
        ),
    ),
    "templates": ScheduledReport(
        Words("Modelos de mensagem", "Templates"),
        TemplateFigures,
        _items(templates.report_templates),
        (
            Column("name", Words("Modelo", "Template"), "text"),
            Column("language", Words("Idioma", "Language"), "text"),
            _CHANNEL,
            Column("sent", Words("Enviadas", "Sent")),
            Column("rates.delivered", Words("Entregues", "Delivered"), "rate"),
            Column("rates.read", Words("Lidas", "Read"), "rate"),
        ),
    ),
}
