"""E-mail out: one port, and what stands behind it by the settings.

``SMTP_URL`` sends; else ``MAIL_DIR`` keeps each message as a file, to be looked at while developing;
else a line is logged, without the message, because its link is a secret.
"""

import asyncio
import os
import smtplib
import socket
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

import structlog
from pydantic import Field

from atende_contracts.ids import uuid7
from atende_platform.errors import Unavailable
from atende_platform.http.fields import as_one_line
from atende_platform.process.secret_settings import SecretUrl, secret_url
from atende_platform.process.settings import ServiceSettings

log = structlog.get_logger(__name__)

_TIMEOUT_SECONDS: Final = 10.0
_TOTAL_SECONDS: Final = 30.0
"""For the whole exchange, each step of which may take `_TIMEOUT_SECONDS`."""
_THREADS: Final = ThreadPoolExecutor(8, thread_name_prefix="mail")
"""Of mail's own: a server that is slow holds up other mail at most. To wait for a thread takes time, too."""
_DOMAIN: Final = "atendechat"
"""Of the ids of messages."""


class MailSettings(ServiceSettings):
    """The settings of services that send e-mails."""

    console_url: str = "http://127.0.0.1:8080"
    """Where people open the console; links in e-mails lead there."""
    mail_from: str = Field(default="Atendechat <no-reply@localhost>", pattern=r"^[^\r\n]+$")
    """The sender of e-mails."""
    smtp_url: SecretUrl = Field(default=secret_url(""), pattern=r"^(smtps?://\S+)?$")
    """Who e-mails are handed to: ``smtps://user:password@host:port``, or ``smtp://`` for STARTTLS."""
    mail_dir: str = ""
    """Without ``SMTP_URL``: where e-mails are kept as files. For development."""


class MailRefused(Unavailable):
    """The server refused the message, or its recipient, for good: trying again would change nothing."""


class MailUnconfirmed(Unavailable):
    """The message was handed over and the answer never came: it may have been sent, or not."""


class NotHandedOver(asyncio.CancelledError):
    """The sender was cancelled before the message was handed over, and it never will be."""


class Mail(Protocol):
    """Sends messages. Raises `Unavailable` when one could not be handed over, `MailRefused` when it never
    will be, and `MailUnconfirmed` when nobody knows whether it was. One that is cancelled in time raises
    `NotHandedOver`."""

    async def send(self, message: EmailMessage) -> None: ...


class LoggedMail:
    """Sends nothing; tells in the log that something would have been sent."""

    async def send(self, message: EmailMessage) -> None:
        log.warning("mail.not_configured", subject=message["Subject"])


@dataclass(frozen=True, slots=True)
class MailDirectory:
    """Writes each message into a file that only the owner can read."""

    path: Path

    async def send(self, message: EmailMessage) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        file = self.path / f"{uuid7()}.eml"
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(message.as_bytes())


class _Attempt:
    """How far an exchange is. After `give_up` nothing is handed over, and `cut` ends its thread.

    A time limit of a socket is no end: it begins anew with every byte that the server lets drip.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._given_up = False
        self._handing_over = False
        self._line: socket.socket | None = None

    def connected(self, connection: socket.socket) -> None:
        """Have `cut` shut the connection down from now on."""
        with self._lock:
            if self._given_up:
                connection.close()
                raise TimeoutError("given up")
            # A second descriptor: STARTTLS takes the first one over; or it is closed, and stands for another.
            kind = (connection.family, connection.type, connection.proto)
            self._line = socket.fromfd(connection.fileno(), *kind)

    def hand_over(self) -> None:
        with self._lock:
            if self._given_up:
                raise TimeoutError("given up")
            self._handing_over = True

    def give_up(self) -> bool:
        """Return whether the message is being handed over already."""
        with self._lock:
            self._given_up = True
            return self._handing_over

    def cut(self) -> None:
        """Shut the connection down: what the thread reads or writes ends at once."""
        with self._lock:
            if self._line is not None:
                # The server may have closed it.
                with suppress(OSError):
                    self._line.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """Let go of the connection."""
        with self._lock:
            if self._line is not None:
                self._line.close()
                self._line = None


class _Server(smtplib.SMTP):
    """A server that is given a message only while somebody waits for it."""

    def __init__(self, attempt: _Attempt, host: str, port: int) -> None:
        self._attempt = attempt
        super().__init__(host, port, timeout=_TIMEOUT_SECONDS)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connection = socket.create_connection((host, port), timeout)
        self._attempt.connected(connection)
        return connection

    def data(self, msg: Any) -> tuple[int, bytes]:
        self._attempt.hand_over()
        return super().data(msg)


class _TlsServer(_Server):
    """The same over TLS from the first byte."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        context = ssl.create_default_context()
        connection = context.wrap_socket(
            socket.create_connection((host, port), timeout),
            server_hostname=host,
            do_handshake_on_connect=False,
        )
        self._attempt.connected(connection)
        try:
            connection.do_handshake()
        except OSError:
            connection.close()
            raise
        return connection


@dataclass(frozen=True, slots=True)
class SmtpMail:
    """Hands messages to a server: ``smtps://`` over TLS, ``smtp://`` over STARTTLS where it is offered.

    A password is never sent without TLS.
    """

    url: str
    seconds: float = _TOTAL_SECONDS

    async def send(self, message: EmailMessage) -> None:
        attempt = _Attempt()
        try:
            async with asyncio.timeout(self.seconds):
                loop = asyncio.get_running_loop()
                await loop.run_in_executor(_THREADS, self._send, message, attempt)
        except (OSError, smtplib.SMTPException) as error:
            may_be_sent = attempt.give_up() and not isinstance(error, smtplib.SMTPResponseException)
            attempt.cut()
            # The class only: a server's answer may repeat the address.
            log.error("mail.failed", error=type(error).__name__, may_be_sent=may_be_sent)
            kind = MailUnconfirmed if may_be_sent else MailRefused if _is_final(error) else Unavailable
            raise kind("mail-unavailable", retry_after=30) from None
        except asyncio.CancelledError:
            if attempt.give_up():
                # It may still arrive whole; but no thread outlives this by more.
                end = threading.Timer(_TIMEOUT_SECONDS, attempt.cut)
                end.daemon = True
                end.start()
                raise
            attempt.cut()
            raise NotHandedOver from None

    def _send(self, message: EmailMessage, attempt: _Attempt) -> None:
        try:
            server = self._connect(attempt)
            try:
                self._talk(server, message)
            finally:
                server.close()
        finally:
            attempt.end()

    def _talk(self, server: _Server, message: EmailMessage) -> None:
        server.ehlo_or_helo_if_needed()
        url = urlsplit(self.url)
        if url.scheme == "smtp" and (url.username or server.has_extn("starttls")):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)
        # It is sent, whatever the server says to this.
        with suppress(OSError, smtplib.SMTPException):
            server.quit()

    def _connect(self, attempt: _Attempt) -> _Server:
        url = urlsplit(self.url)
        host = url.hostname or "localhost"
        if url.scheme == "smtps":
            return _TlsServer(attempt, host, url.port or 465)
        return _Server(attempt, host, url.port or 587)


def _is_final(error: Exception) -> bool:
    """Tell whether a server said no for good (RFC 5321: 5xx) to the message or its recipient."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused) and error.smtp_code >= 500


def mail_of(settings: MailSettings) -> Mail:
    """Return what the settings ask for."""
    if settings.smtp_url:
        return SmtpMail(settings.smtp_url)
    if settings.mail_dir:
        return MailDirectory(Path(settings.mail_dir))
    return LoggedMail()


def mail_message(
    settings: MailSettings,
    to: str,
    subject: str,
    text: str,
    *,
    html: str | None = None,
    id_: UUID | None = None,
) -> EmailMessage:
    """Return a message in plain text and, if there is one, beside it as HTML.

    ``id_`` names it, so that one that arrives twice can be known as the same.
    """
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = to
    # Names of companies stand in it, and older ones may hold what would end the line.
    message["Subject"] = as_one_line(subject)
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{id_}@{_DOMAIN}>" if id_ else make_msgid(domain=_DOMAIN)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html")
    return message
