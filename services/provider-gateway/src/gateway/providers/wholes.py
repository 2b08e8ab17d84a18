"""What is more than fits into an event: its beginning goes there, the whole is kept as a file beside it."""

import hashlib
from typing import Final

from atende_contracts.bounds import MAX_INBOUND_TEXT
from atende_contracts.event import Media
from atende_contracts.messages import MessageReceivedV1
from gateway.domain.media import media_id
from gateway.providers.port import TextFile

_CUT: Final = "…"


def keep(
    event: MessageReceivedV1, data: bytes, mime_type: str, filename: str, files: list[TextFile]
) -> Media:
    """Have the whole of a message kept beside its event, among ``files``; return the file."""
    named = f"{event.provider_message_id}:whole"
    file_id = media_id(event.company_id, event.channel_id, named, event.sent_at)
    files.append(TextFile(event.company_id, file_id, data))
    return Media(
        id=file_id,
        state="stored",
        mime_type=mime_type,
        filename=filename,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def cut(event: MessageReceivedV1, files: list[TextFile]) -> MessageReceivedV1:
    """Return an event with as much of its text as fits; the whole text goes among ``files``."""
    if event.text is None or len(event.text) <= MAX_INBOUND_TEXT:
        return event
    whole = keep(event, event.text.encode(), "text/plain", "message.txt", files)
    return event.model_copy(
        update={"text": event.text[: MAX_INBOUND_TEXT - len(_CUT)] + _CUT, "whole": whole}
    )
