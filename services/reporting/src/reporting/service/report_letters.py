"""The e-mail that a scheduled report is: as text and as HTML that mail programs show, with the file."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from html import escape
from typing import Final
from uuid import UUID

from atende_contracts.words import Words
from atende_platform.files.made_workbooks import MEDIA_TYPE
from atende_platform.files.parts import whole_file
from atende_platform.files.spreadsheets import AskedStyle, style_of
from atende_platform.mail import MailSettings, mail_message
from reporting.schemas.schedules import Format, Language
from reporting.service.mail_figures import period
from reporting.service.scheduled_reports import Reading

_WIDTH: Final = 640
_INK, _MUTED, _LINE, _PAPER = "#1c2430", "#5b6675", "#d9dee5", "#ffffff"
_FONT: Final = "font-family:Arial,Helvetica,sans-serif"
_NAME: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Letter:
    """What all recipients of a run get."""

    subject: str
    text: str
    html: str
    file_name: str
    file: bytes
    file_format: Format
    link: str
    """Where scheduled reports are in the console: a recipient takes themselves off there."""

    def to(self, settings: MailSettings, address: str, id_: UUID) -> EmailMessage:
        """Return the message to one of them."""
        message = mail_message(settings, address, self.subject, self.text, html=self.html, id_=id_)
        message["List-Unsubscribe"] = f"<{self.link}>"
        kind = MEDIA_TYPE if self.file_format == "xlsx" else "text/csv"
        maintype, _, subtype = kind.partition("/")
        message.add_attachment(self.file, maintype=maintype, subtype=subtype, filename=self.file_name)
        return message


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why a report is sent: which one, to whom it belongs, and about which days."""

    company: str | None
    name: str
    title: Words
    first: date
    last: date
    time_zone: str
    narrowed: bool
    """Whether it leaves out what belongs to other channels, queues, agents or tags."""
    language: Language
    link: str


def letter_of(occasion: Occasion, reading: Reading, file_format: Format) -> Letter:
    """Return the e-mail of a report that was read."""
    language = occasion.language
    title = _in(occasion.title, language)
    days = period(occasion.first, occasion.last, language)
    company = occasion.company or "Atendechat"
    style = style_of("pt-BR" if language == "pt" else "en", AskedStyle())
    return Letter(
        subject=f"{occasion.name}: {days} ({company})",
        text=_text(occasion, reading, title, days, company),
        html=_html(occasion, reading, title, days, company),
        file_name=f"{_file_name(occasion)}.{file_format}",
        file=whole_file(file_format, style, reading.file.header, reading.file.rows),
        file_format=file_format,
        link=occasion.link,
    )


def _in(words: Words, language: Language) -> str:
    return words.pt if language == "pt" else words.en


def _file_name(occasion: Occasion) -> str:
    """Return a name that every system takes: letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", occasion.name).encode("ascii", "ignore").decode().lower()
    return f"{_NAME.sub('-', plain).strip('-') or 'report'}-{occasion.first}-{occasion.last}"


_EMPTY: Final = Words("Nada aconteceu neste período.", "Nothing happened in this period.")
_ONE_MORE: Final = Words(
    "O arquivo anexo tem a tabela completa, com mais uma linha.",
    "The attached file has the whole table, with one more row.",
)
_MORE: Final = Words(
    "O arquivo anexo tem a tabela completa, com mais {count} linhas.",
    "The attached file has the whole table, with {count} more rows.",
)
_ALL: Final = Words("O arquivo anexo tem todos os valores.", "The attached file has all figures.")
_NARROWED: Final = Words("Filtrado: não é a empresa toda.", "Filtered: not the whole company.")
_WHY: Final = Words(
    "Você recebe este e-mail porque um administrador incluiu você neste relatório agendado."
    " Para não receber mais, abra",
    "You get this e-mail because an administrator added you to this scheduled report."
    " To stop getting it, open",
)

_HERE: Final = Words("os relatórios agendados no Atendechat", "the scheduled reports on Atendechat")


def _note(occasion: Occasion, reading: Reading) -> str:
    if not reading.rows:
        return _in(_EMPTY, occasion.language)
    if reading.left_out == 1:
        return _in(_ONE_MORE, occasion.language)
    if reading.left_out:
        return _in(_MORE, occasion.language).format(count=reading.left_out)
    return _in(_ALL, occasion.language)


def _about(occasion: Occasion, days: str) -> str:
    about = f"{days} ({occasion.time_zone})"
    return f"{about}. {_in(_NARROWED, occasion.language)}" if occasion.narrowed else about


def _text(occasion: Occasion, reading: Reading, title: str, days: str, company: str) -> str:
    table = [list(reading.header), *reading.rows] if reading.rows else []
    widths = [max(len(row[place]) for row in table) for place in range(len(reading.header))] if table else []
    lines = [_line(row, widths) for row in table]
    if lines:
        lines.insert(1, "-" * len(lines[0]))
    shown = "\n".join(lines)
    return (
        f"{company}\n{occasion.name}: {title}\n{_about(occasion, days)}\n\n{shown}\n\n"
        f"{_note(occasion, reading)}\n\n{_in(_WHY, occasion.language)}: {occasion.link}\n"
    )


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first = row[0].ljust(widths[0])
    return "  ".join([first, *(value.rjust(width) for value, width in zip(row[1:], widths[1:], strict=True))])


def _html(occasion: Occasion, reading: Reading, title: str, days: str, company: str) -> str:
    language = "pt-BR" if occasion.language == "pt" else "en"
    link = escape(occasion.link, quote=True)
    # Mail programs know tables and styles on elements, and little else.
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light">'
        f"<title>{escape(occasion.name)}</title></head>"
        f'<body style="margin:0;padding:16px;background:{_PAPER};color:{_INK};{_FONT}">'
        f'<table role="presentation" width="100%" style="max-width:{_WIDTH}px;margin:0 auto"><tr><td>'
        f'<p style="margin:0;font-size:13px;color:{_MUTED}">{escape(company)}</p>'
        f'<h1 style="margin:4px 0;font-size:20px">{escape(occasion.name)}</h1>'
        f'<p style="margin:0 0 16px;font-size:14px;color:{_MUTED}">{escape(title)} · '
        f"{escape(_about(occasion, days))}</p>"
        f"{_table(reading, title)}"
        f'<p style="margin:16px 0;font-size:14px">{escape(_note(occasion, reading))}</p>'
        f'<p style="margin:16px 0 0;font-size:12px;color:{_MUTED}">{escape(_in(_WHY, occasion.language))} '
        f'<a href="{link}" style="color:{_MUTED}">{escape(_in(_HERE, occasion.language))}</a>.</p>'
        "</td></tr></table></body></html>"
    )


def _table(reading: Reading, title: str) -> str:
    if not reading.rows:
        return ""
    head = "".join(_cell("th", value, place) for place, value in enumerate(reading.header))
    rows = "".join(
        f"<tr>{''.join(_cell('td', value, place) for place, value in enumerate(row))}</tr>"
        for row in reading.rows
    )
    return (
        f'<table aria-label="{escape(title, quote=True)}" width="100%" cellspacing="0"'
        f' style="border-collapse:collapse;font-size:13px"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _cell(element: str, value: str, place: int) -> str:
    align = "left" if place == 0 else "right"
    scope = ' scope="col"' if element == "th" else ""
    style = f"padding:7px 4px;border-bottom:1px solid {_LINE};text-align:{align};vertical-align:top"
    return f'<{element}{scope} style="{style}">{escape(value)}</{element}>'
