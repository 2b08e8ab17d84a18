"""Scheduled reports as they are sent: what is in them, once at most, and whatever comes of it is shown."""

from __future__ import annotations

import asyncio
import csv
import io
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from atende_contracts.channels import ChannelChangedV1
from atende_contracts.event import ProviderError
from atende_contracts.ids import uuid7
from atende_contracts.messages import SentTemplate
from atende_contracts.queues import TagChangedV1
from atende_platform.data.db import Database, execute
from atende_platform.errors import Unavailable
from atende_platform.mail import LoggedMail, MailRefused, MailUnconfirmed, SmtpMail
from atende_platform.runtime import Runtime
from atende_platform.testing.plugin import AsUser, Eventually, Installation
from reporting.schemas.schedules import ReportName
from reporting.service import report_mails, scheduled_reports
from reporting.service.report_mails import Mailer
from reporting.service.scheduled_reports import REPORTS as SCHEDULED

from .reports import REPORTS, get, member, sends, weekly

if TYPE_CHECKING:
    from conftest import Company, Tell

MONDAY = datetime(2026, 11, 30, 11, 0, tzinfo=UTC)
"""Eight in São Paulo, after the week that has the tests' noon."""
CHANNEL: dict[str, Any] = {"provider": "cloud", "status": "active", "messages_per_second": 80, "revision": 1}
EVIL = '<b>=1+1</b> & "Café"'


class Post:
    """A mail server that keeps what it gets, or does as told."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.raises: list[BaseException] = []

    async def send(self, message: EmailMessage) -> None:
        if self.raises:
            raise self.raises.pop(0)
        self.letters.append(message_from_bytes(message.as_bytes(), policy=policy.default))


class Office:
    """Plans and sends as a worker does, at a time that the test says."""

    def __init__(self, database: Database, settings: Any) -> None:
        self.database, self.settings = database, settings
        self.now = MONDAY
        self.post = Post()
        self.suspended: set[UUID] = set()

    def mailer(self, mail: Any = None) -> Mailer:
        return Mailer(
            self.database,
            mail or self.post,
            self.settings,
            lambda: self.now,
            lambda company_id: company_id in self.suspended,
        )

    async def plan(self, *company_ids: UUID, most: int = 1000) -> None:
        async with self.database.worker() as session:
            await report_mails.plan(session, company_ids, self.now, most=most)

    async def send(self, *company_ids: UUID, mail: Any = None) -> None:
        mailer = self.mailer(mail)
        while await mailer.send_next(company_ids):
            pass

    async def due(self, company_id: UUID, at: datetime) -> None:
        """Let a company's schedules fall due at a time, as if they had been made before."""
        async with self.database.worker() as session:
            await execute(
                session,
                "UPDATE report_schedules SET next_at = :at WHERE company_id = :company_id",
                at=at,
                company_id=company_id,
            )


@pytest.fixture
def office(database: Database, installation: Installation) -> Office:
    return Office(database, installation.runtime.settings)


async def scheduled(http: Any, office: Office, company: Company, body: dict[str, Any]) -> str:
    """Schedule a report that falls due now; return its id."""
    response = await http.post(f"{REPORTS}/schedules", json=body)
    assert response.status_code == 201, response.text
    await office.due(company.id, office.now)
    return str(response.json()["id"])


async def last_run(http: Any, schedule_id: str) -> Any:
    return (await get(http, f"/schedules/{schedule_id}"))["lastRun"]


def outcomes(run: Any) -> list[tuple[str, str, str | None]]:
    return sorted((mail["name"], mail["status"], mail["reason"]) for mail in run["mails"])


def parts(letter: EmailMessage) -> tuple[str, str, bytes, str]:
    """Return a letter's text, its HTML, its file and what that is called."""
    text, html = letter.get_body(("plain",)), letter.get_body(("html",))
    [file] = letter.iter_attachments()
    assert text is not None
    assert html is not None
    return text.get_content(), html.get_content(), file.get_payload(decode=True), file.get_filename() or ""  # type: ignore[return-value]


async def history(tell: Tell, company: Company, agent: UUID) -> None:
    """A little of everything, in the week before `MONDAY`."""
    await tell(company.settings("America/Sao_Paulo"))
    await tell(ChannelChangedV1(company_id=company.id, channel_id=company.channel_id, name=EVIL, **CHANNEL))
    await tell(company.inbound(), company.inbound())
    await tell(company.opt_out())
    tag_id = uuid7()
    await tell(TagChangedV1(company_id=company.id, tag_id=tag_id, name=EVIL, revision=1))
    await tell(
        company.ticket(uuid7(), assignee_id=agent, tag_ids=[tag_id]),
        company.ticket(uuid7(), queue_id=uuid7()),
    )
    ids = sends(3)
    await tell(company.progress({"sent": 2, "failed": 1}, name=EVIL))
    error = ProviderError(code=131026, title=EVIL, reason="not_on_whatsapp")
    await tell(
        company.status(ids[0], "delivered", 1, template=SentTemplate(name="oferta", language="pt_BR")),
        company.status(ids[1], "read", 2),
        company.status(ids[2], "failed", 3, error=error),
    )


@pytest.mark.parametrize("language", ["pt", "en"])
@pytest.mark.parametrize("report", SCHEDULED)
async def test_every_report_is_sent_as_table_and_file(
    as_user: AsUser, tell: Tell, company: Company, office: Office, report: ReportName, language: str
) -> None:
    bia = member(company.id, "Bia")
    await tell(bia)
    await history(tell, company, bia.user_id)
    body = weekly(bia.user_id, report=report, language=language, format="csv", name=EVIL)
    schedule = await scheduled(as_user(), office, company, body)

    await office.plan(company.id)
    await office.send(company.id)

    [letter] = office.post.letters
    assert letter["To"] == "bia@padaria.example"
    days = "23/11/2026 a 29/11/2026" if language == "pt" else "Nov 23, 2026 to Nov 29, 2026"
    assert letter["Subject"] == f"{EVIL}: {days} (Padaria São Jorge)"
    assert letter["List-Unsubscribe"] == "<https://console.example/reports/schedules>"
    text, html, file, name = parts(letter)
    assert days in text
    assert EVIL in text
    assert "<b>=" not in html, "what people wrote is text"
    assert "&lt;b&gt;=1+1&lt;/b&gt; &amp; &quot;Café&quot;" in html
    assert name == "b-1-1-b-cafe-2026-11-23-2026-11-29.csv"
    separator = ";" if language == "pt" else ","
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig")), delimiter=separator))
    assert len(rows) > 1
    assert not any(cell.startswith("=") for row in rows for cell in row)
    empty = "Nada aconteceu" if language == "pt" else "Nothing happened"
    assert empty not in text
    assert html.count("<tr>") > 2, "there is a table"
    run = await last_run(as_user(), schedule)
    assert (run["status"], run["firstDay"], run["lastDay"]) == ("sent", "2026-11-23", "2026-11-29")


async def test_a_summary_has_figures_that_people_read(
    as_user: AsUser, tell: Tell, company: Company, office: Office
) -> None:
    bia = member(company.id)
    await tell(bia)
    await history(tell, company, bia.user_id)
    await scheduled(as_user(), office, company, weekly(bia.user_id, format="xlsx"))
    await office.plan(company.id)
    await office.send(company.id)
    text, html, file, _ = parts(office.post.letters[0])
    assert re.search(r"^Mensagens recebidas +2 +0$", text, re.MULTILINE)
    assert "66,7 %" in text
    assert 'lang="pt-BR"' in html
    sheet = load_workbook(io.BytesIO(file)).active
    found = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True)}
    assert found["figure"] == ("value", "previous", "change")
    assert found["totals.inbound"] == (2, 0, None)
    assert found["tickets.opened"] == (2, 0, None)


async def test_a_company_where_nothing_happened(
    as_user: AsUser, tell: Tell, company: Company, office: Office
) -> None:
    bia = member(company.id)
    await tell(bia)
    for report in SCHEDULED:
        await scheduled(as_user(), office, company, weekly(bia.user_id, report=report, name=report))
    await office.plan(company.id)
    await office.send(company.id)
    assert len(office.post.letters) == len(SCHEDULED)
    texts = [parts(letter)[0] for letter in office.post.letters]
    assert sum("Nada aconteceu neste período." in text for text in texts) >= 5


async def test_a_report_is_planned_once_whatever_plans_it(
    as_user: AsUser, tell: Tell, company: Company, office: Office
) -> None:
    bia = member(company.id)
    await tell(bia)
    schedule = await scheduled(as_user(), office, company, weekly(bia.user_id))
    await asyncio.gather(*(office.plan(company.id) for _ in range(4)))
    await office.plan(company.id)
    await asyncio.gather(*(office.send(company.id) for _ in range(4)))
    assert len(office.post.letters) == 1
    shown = await get(as_user(), f"/schedules/{schedule}")
    assert shown["nextAt"] == "2026-12-07T11:00:00Z"
    assert len((await get(as_user(), f"/schedules/{schedule}/runs"))["items"]) == 1


async def test_what_fell_due_while_no_worker_ran_is_sent_once_about_the_latest_days(
    as_user: AsUser, tell: Tell, company: Company, office: Office
) -> None:
    bia = member(company.id)
    await tell(bia)
    schedule = await scheduled(as_user(), office, company, weekly(bia.user_id))
    office.now = MONDAY + timedelta(days=23, hours=5)
    await office.plan(company.id)
    await office.send(company.id)
    run = await last_run(as_user(), schedule)
    assert (run["dueAt"], run["lastDay"]) == ("2026-12-21T11:00:00Z", "2026-12-20")
    assert len(office.post.letters) == 1


async def test_a_worker_that_is_killed_while_sending_never_makes_two_and_it_is_shown(
    as_user: AsUser, tell: Tell, company: Company, office: Office
) -> None:
    bia = member(company.id)
    await tell(bia)
    schedule = await scheduled(as_user(), office, company, weekly(bia.user_id))
    await office.plan(company.id)
    office.post.raises = [asyncio.CancelledError()]
    with pytest.raises(asyncio.CancelledError):
        await office.send(company.id)

    office.now += timedelta(minutes=4)
    await office.mailer().note_interrupted()
    await office.send(company.id)
    assert (await last_run(as_user(), schedule))["status"] == "pending"
    office.now += timedelta(minutes=2)
    await office.mailer().note_interrupted()
    await office.send(company.id)
    assert office.post.letters == []
    run = await last_run(as_user(), schedule)
    assert (run["status"], outcomes(run)) == ("failed", [("Bia", "unconfirmed", "interrupted")])


async def test_a_worker_that_is_killed_before_leaves_it_to_another(
    as_user: AsUser, tell: Tell, company: Company, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    bia = member(company.id)
    await tell(bia)
    schedule = await scheduled(as_user(), office, company, weekly(bia.user_id))
    await office.plan(company.id)
    with monkeypatch.context() as patch:
        patch.setattr(Mailer, "_made", _killed)
        with pytest.raises(asyncio.CancelledError):
            await office.send(company.id)
    await office.send(company.id)
    assert office.post.letters == [], "it is the other worker's for three minutes"
    office.now += timedelta(minutes=4)
    await office.send(company.id)
    assert len(office.post.letters) == 1
    assert (await last_run(as_user(), schedule))["status"] == "sent"


async def _killed(*_: object) -> None:
    raise asyncio.CancelledError


async def test_a_worker_that_comes_back_late_sends_nothing(
    as_user: AsUser, tell: Tell, company: Company, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was so long in making an e-mail that another has sent it meanwhile."""
    bia = member(company.id)
    await tell(bia)
    await scheduled(as_user(), office, company, weekly(bia.user_id))
    await office.plan(company.id)
    late, made = office.mailer(), Mailer._made

    async def slow(self: Mailer, mail: Any) -> Any:
        letter = await made(self, mail)
        if self is late:
            office.now += timedelta(minutes=5)
            await office.send(company.id)
        return letter

    monkeypatch.setattr(Mailer, "_made", slow)
    await late.send_next([company.id])
    assert len(office.post.letters) == 1


async def test_a_server_that_is_away_is_tried_again_for_a_day(
    as_user: AsUser, tell: Tell, company: Company, office: Office
) -> None:
    bia = member(company.id)
    await tell(bia)
    schedule = await scheduled(as_user(), office, company, weekly(bia.user_id))
    await office.plan(company.id)
    office.post.raises = [Unavailable("mail-unavailable"), ConnectionRefusedError()]
    await office.send(company.id)
    run = await last_run(as_user(), schedule)
    assert (run["status"], outcomes(run)) == ("pending", [("Bia", "queued", "mail-unavailable")])
    office.now += timedelta(seconds=61)
    await office.send(company.id)
    office.now += timedelta(seconds=121)
    await office.send(company.id)
    assert len(office.post.letters) == 1
    assert outcomes(await last_run(as_user(), schedule)) == [("Bia", "sent", None)]

    await as_user().post(f"{REPORTS}/schedules/{schedule}/send")
    office.now = datetime.now(UTC) + timedelta(seconds=1)
    office.post.raises = [Unavailable("mail-unavailable") for _ in range(100)]
    tries = 0
    while (await last_run(as_user(), schedule))["status"] == "pending":
        await office.send(company.id)
        office.now += timedelta(hours=1)
        tries += 1
    assert 20 < tries < 30
    assert outcomes(await last_run(as_user(), schedule)) == [("Bia", "failed", "mail-unavailable")]


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (MailRefused("mail-unavailable"), "failed", "mail-refused"),
        (MailUnconfirmed("mail-unavailable"), "unconfirmed", "mail-unconfirmed"),
        (ValueError("bad address"), "failed", "report-failed"),
    ],
)
async def test_what_is_not_tried_again(
    as_user: AsUser,
    tell: Tell,
    company: Company,
    office: Office,
    error: Exception,
    status: str,
    reason: str,
) -> None:
    bia, caio = member(company.id), member(company.id, "Caio")
    await tell(bia, caio)
    schedule = await scheduled(as_user(), office, company, weekly(bia.user_id, caio.user_id))
    await office.plan(company.id)
    office.post.raises = [error]
    await office.send(company.id)
    office.now += timedelta(hours=2)
    await office.send(company.id)
    run = await last_run(as_user(), schedule)
    assert run["status"] == "partly"
    assert {(mail["status"], mail["reason"]) for mail in run["mails"]} == {(status, reason), ("sent", None)}
    assert len(office.post.letters) == 1


async def test_a_report_that_cannot_be_made_fails_and_keeps_nobody_else_waiting(
    as_user: AsUser, tell: Tell, company: Company, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    bia = member(company.id)
    await tell(bia)
    schedule = await scheduled(as_user(), office, company, weekly(bia.user_id))
    await office.plan(company.id)

    async def broken(*_: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr(Mailer, "_letter", broken)
    await office.send(company.id)
    assert outcomes(await last_run(as_user(), schedule)) == [("Bia", "failed", "report-failed")]


async def test_all_campaigns_are_in_the_file(
    as_user: AsUser,
    tell: Tell,
    company: Company,
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scheduled_reports, "_PAGE", 50)
    bia = member(company.id)
    await tell(bia)
    await tell(company.settings("America/Sao_Paulo"))
    ids = sends(130)
    await tell(*(company.progress({"sent": 1}, campaign_id=id_) for id_ in ids))
    await tell(company.progress({"sent": 1}, campaign_id=uuid7(), started_at=MONDAY))
    body = weekly(bia.user_id, report="campaigns", language="en", format="csv")
    await scheduled(as_user(), office, company, body)
    await office.plan(company.id)
    await office.send(company.id)
    [letter] = office.post.letters
    text, _, file, _ = parts(letter)
    assert "with 100 more rows" in text
    rows = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))
    assert sorted(row["id"] for row in rows) == sorted(map(str, ids))

    monkeypatch.setattr(scheduled_reports, "_MOST_CAMPAIGNS", 129)
    schedule = await scheduled(as_user(), office, company, {**body, "name": "Demais"})
    await office.plan(company.id)
    await office.send(company.id)
    assert outcomes(await last_run(as_user(), schedule)) == [("Bia", "failed", "report-failed")]


async def test_without_a_mail_server_it_is_said_so(
    as_user: AsUser, tell: Tell, company: Company, office: Office
) -> None:
    bia = member(company.id)
    await tell(bia)
    schedule = await scheduled(as_user(), office, company, weekly(bia.user_id))
    await office.plan(company.id)
    await office.send(company.id, mail=LoggedMail())
    assert outcomes(await last_run(as_user(), schedule)) == [("Bia", "failed", "mail-not-configured")]


async def test_who_gets_none_after_all(as_user: AsUser, tell: Tell, company: Company, office: Office) -> None:
    agent, gone = member(company.id, "Agente"), member(company.id, "Fora")
    left, unknown = member(company.id, "Saiu"), member(company.id, "Novo", email=None)
    await tell(agent, gone, left, unknown)
    schedule = await scheduled(
        as_user(),
        office,
        company,
        weekly(agent.user_id, gone.user_id, left.user_id, unknown.user_id),
    )
    await office.plan(company.id)
    await tell(member(company.id, "Agente", "agent", user_id=agent.user_id, revision=2))
    await tell(member(company.id, "Fora", user_id=gone.user_id, revision=2, state="disabled"))
    path = f"{REPORTS}/schedules/{schedule}"
    assert (await as_user(user_id=left.user_id).delete(f"{path}/recipients/me")).status_code == 204
    await office.send(company.id)
    run = await last_run(as_user(), schedule)
    assert (run["status"], outcomes(run)) == (
        "skipped",
        [
            ("Agente", "skipped", "no-access"),
            ("Fora", "skipped", "no-access"),
            ("Novo", "skipped", "no-address"),
            ("Saiu", "skipped", "left"),
        ],
    )
    assert office.post.letters == []


async def test_suspended_companies_and_paused_reports_send_none(
    as_user: AsUser, tell: Tell, company: Company, office: Office
) -> None:
    bia = member(company.id)
    await tell(bia)
    schedule = await scheduled(as_user(), office, company, weekly(bia.user_id))
    path = f"{REPORTS}/schedules/{schedule}"
    await office.plan(company.id)
    await as_user().patch(path, json={"enabled": False})
    await office.send(company.id)
    assert outcomes(await last_run(as_user(), schedule)) == [("Bia", "skipped", "paused")]

    assert (await as_user().post(f"{path}/send")).status_code == 202
    office.now = datetime.now(UTC) + timedelta(seconds=1)
    office.suspended = {company.id}
    await office.send(company.id)
    assert outcomes(await last_run(as_user(), schedule)) == [("Bia", "skipped", "suspended")]

    await as_user().patch(path, json={"enabled": True})
    await tell(company.settings("UTC", revision=2).model_copy(update={"suspended": True}))
    await office.due(company.id, office.now)
    await office.plan(company.id)
    assert len((await get(as_user(), f"/schedules/{schedule}/runs"))["items"]) == 2
    assert office.post.letters == []


async def test_a_company_sends_so_many_a_day(
    as_user: AsUser, tell: Tell, company: Company, office: Office
) -> None:
    users = [member(company.id, name) for name in ("Ana", "Bia", "Caio")]
    await tell(*users)
    schedule = await scheduled(as_user(), office, company, weekly(*(user.user_id for user in users)))
    await office.plan(company.id, most=2)
    await office.send(company.id)
    run = await last_run(as_user(), schedule)
    assert outcomes(run) == [("Ana", "sent", None), ("Bia", "sent", None), ("Caio", "skipped", "quota")]


@asynccontextmanager
async def smtp(got: list[str], answers: Callable[[str], float]) -> AsyncIterator[SmtpMail]:
    """A server that thinks so many seconds about each recipient."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 test\r\n")
        try:
            while line := (await reader.readline()).decode().strip():
                if line.upper().startswith("RCPT"):
                    await asyncio.sleep(answers(line))
                if line.upper() == "DATA":
                    writer.write(b"354 go on\r\n")
                    got.append((await reader.readuntil(b"\r\n.\r\n")).decode())
                writer.write(b"250 ok\r\n")
                if line.upper() == "QUIT":
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield SmtpMail(f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}", seconds=1)


async def test_a_slow_server_keeps_no_other_company_waiting(
    as_user: AsUser, tell: Tell, company: Company, office: Office, another: Callable[..., Company]
) -> None:
    other = another(uuid7())
    slow, quick = member(company.id, "Lento"), member(other.id, "Rapida")
    await tell(slow, quick)
    first = await scheduled(as_user(), office, company, weekly(slow.user_id))
    second = await scheduled(as_user(company_id=other.id), office, other, weekly(quick.user_id))
    await office.plan(company.id, other.id)
    got: list[str] = []
    async with smtp(got, lambda line: 3 if "lento" in line else 0) as mail:
        await office.send(company.id, other.id, mail=mail)
    [letter] = got
    assert "To: rapida@padaria.example" in letter
    assert (await last_run(as_user(company_id=other.id), second))["status"] == "sent"
    assert outcomes(await last_run(as_user(), first)) == [("Lento", "queued", "mail-unavailable")]


async def test_a_worker_that_is_stopped_while_a_server_thinks_leaves_it_to_the_next(
    as_user: AsUser, tell: Tell, company: Company, office: Office
) -> None:
    bia = member(company.id)
    await tell(bia)
    schedule = await scheduled(as_user(), office, company, weekly(bia.user_id))
    await office.plan(company.id)
    got: list[str] = []
    asked = asyncio.Event()

    def think(_: str) -> float:
        asked.set()
        return 0.5

    async with smtp(got, think) as mail:
        sending = asyncio.create_task(office.send(company.id, mail=mail))
        await asked.wait()
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
    assert outcomes(await last_run(as_user(), schedule)) == [("Bia", "queued", None)]
    await office.send(company.id)
    assert (len(got), len(office.post.letters)) == (0, 1)


async def test_the_worker_sends(
    worker: Runtime[Any],
    as_user: AsUser,
    publish: Any,
    company: Company,
    eventually: Eventually,
    mail_dir: Path,
) -> None:
    bia = member(company.id)
    await publish(bia, company.settings("America/Sao_Paulo"))
    http = as_user()
    made: dict[str, Any] = {}

    async def known() -> None:
        response = await http.post(f"{REPORTS}/schedules", json=weekly(bia.user_id, name="Pelo trabalhador"))
        assert response.status_code == 201, response.text
        made.update(response.json())

    await eventually(known)
    assert (await http.post(f"{REPORTS}/schedules/{made['id']}/send")).status_code == 202

    async def sent() -> None:
        assert (await last_run(http, made["id"]))["status"] == "sent"

    await eventually(sent)
    assert not worker.failing
    letters = await asyncio.to_thread(lambda: [file.read_bytes() for file in mail_dir.glob("*.eml")])
    assert sum(b"Subject: Pelo trabalhador" in letter for letter in letters) == 1
