"""Buttons, lists, links and flows."""

from collections.abc import Iterator
from typing import Final

from atende_contracts.content import (
    FlowButton,
    Header,
    InteractiveContent,
    LinkButton,
    ListMenu,
    LocationRequest,
    ReplyButtons,
)
from atende_contracts.field_errors import FieldError
from atende_contracts.limits.media import media_problems
from atende_contracts.limits.rules import (
    MAX_HEADER,
    MAX_ID,
    MAX_TEXT,
    count,
    distinct,
    document,
    optional,
    text,
    url,
)

MAX_FOOTER: Final = 60
MAX_BODY: Final = 1024
MAX_BUTTONS: Final = 3
MAX_BUTTON_TITLE: Final = 20
MAX_SECTIONS: Final = 10
MAX_ROWS: Final = 10
MAX_ROW_ID: Final = 200
MAX_ROW_TITLE: Final = 24
MAX_ROW_DESCRIPTION: Final = 72
MAX_FLOW_BUTTON: Final = 30


def interactive(content: InteractiveContent) -> Iterator[FieldError]:
    action = content.action
    yield from text("body", content.body, MAX_TEXT if isinstance(action, ListMenu) else MAX_BODY)
    yield from optional("footer", content.footer, MAX_FOOTER)
    if content.header is not None:
        yield from _header(content.header)
        if isinstance(action, ListMenu) and content.header.type != "text":
            yield FieldError.of("header.type", "list_header_not_text")
    match action:
        case ReplyButtons():
            yield from _reply_buttons(action)
        case ListMenu():
            yield from _list_menu(action)
        case LinkButton():
            yield from text("action.display_text", action.display_text, MAX_BUTTON_TITLE)
            yield from url("action.url", action.url)
        case LocationRequest():
            for field in ("header", "footer"):
                if getattr(content, field) is not None:
                    yield FieldError.of(field, "location_request_part", part=field)
        case FlowButton():
            yield from _flow(action)


def _header(header: Header) -> Iterator[FieldError]:
    if header.type == "text":
        yield from text("header.text", header.text or "", MAX_HEADER)
        if header.media is not None:
            yield FieldError.of("header.media", "text_header_with_file")
        return
    if header.text is not None:
        yield FieldError.of("header.text", "header_with_text", type=header.type)
    if header.media is None:
        yield FieldError.of("header.media", "header_without_file", type=header.type)
    else:
        yield from media_problems("header.media", header.type, header.media)


def _reply_buttons(action: ReplyButtons) -> Iterator[FieldError]:
    yield from count("action.buttons", action.buttons, MAX_BUTTONS)
    for index, button in enumerate(action.buttons):
        yield from text(f"action.buttons.{index}.id", button.id, MAX_ID)
        yield from text(f"action.buttons.{index}.title", button.title, MAX_BUTTON_TITLE)
    for name in ("id", "title"):
        yield from distinct(
            [(f"action.buttons.{i}.{name}", getattr(each, name)) for i, each in enumerate(action.buttons)]
        )


def _list_menu(action: ListMenu) -> Iterator[FieldError]:
    yield from text("action.button", action.button, MAX_BUTTON_TITLE)
    yield from count("action.sections", action.sections, MAX_SECTIONS)
    rows: list[tuple[str, str]] = []
    for place, section in enumerate(action.sections):
        field = f"action.sections.{place}"
        if len(action.sections) > 1 and not section.title:
            yield FieldError.of(f"{field}.title", "section_title_missing")
        yield from optional(f"{field}.title", section.title, MAX_ROW_TITLE)
        if not section.rows:
            yield FieldError.of(f"{field}.rows", "rows_missing")
        for index, row in enumerate(section.rows):
            yield from text(f"{field}.rows.{index}.id", row.id, MAX_ROW_ID)
            yield from text(f"{field}.rows.{index}.title", row.title, MAX_ROW_TITLE)
            yield from optional(f"{field}.rows.{index}.description", row.description, MAX_ROW_DESCRIPTION)
            rows.append((f"{field}.rows.{index}.id", row.id))
    if len(rows) > MAX_ROWS:
        yield FieldError.of("action.sections", "too_many_rows_of_sections", most=MAX_ROWS)
    yield from distinct(rows)


def _flow(action: FlowButton) -> Iterator[FieldError]:
    if (action.flow_id is None) == (action.flow_name is None):
        yield FieldError.of("action.flow_id", "give_one_of", fields=["flow_id", "flow_name"])
    yield from optional("action.flow_id", action.flow_id, MAX_ID)
    yield from optional("action.flow_name", action.flow_name, MAX_ID)
    yield from text("action.flow_cta", action.flow_cta, MAX_FLOW_BUTTON)
    yield from text("action.flow_token", action.flow_token, MAX_ID)
    if action.flow_action == "navigate" and action.data is not None and action.screen is None:
        yield FieldError.of("action.screen", "screen_missing")
    if action.flow_action == "data_exchange" and (action.screen is not None or action.data is not None):
        yield FieldError.of("action.flow_action", "exchange_with_data")
    yield from document("action.data", action.data)
