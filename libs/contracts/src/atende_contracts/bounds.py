"""How long may be what comes from outside: one list for the webhooks' edge, the events and the tables.

Each is well above what WhatsApp sends, and small enough that it may stand in a key of Kafka and in an
index of PostgreSQL, which takes no row above 2,700 bytes. What WhatsApp takes from us is another matter:
`atende_contracts.limits`.

The edge makes values fit (an id that does not is none, other texts are cut), so that no bound further
inside ever meets a customer's message. An event with a longer id is refused where it is read.
"""

from typing import Annotated, Final

from pydantic import BeforeValidator, Field

MAX_PROVIDER_ID: Final = 256
"""Of messages, files, templates, accounts: printable ASCII. WhatsApp's longest have about 100 characters."""
MAX_MEDIA_PLACE: Final = 1024
"""Where a file is at the provider, with the key to it, sealed."""
MAX_PERSON_ID: Final = 200
"""A phone, a wa_id, a user id: printable ASCII. The longest that Meta documents has 131 characters."""
MAX_IDENTITY: Final = MAX_PERSON_ID + 10
"""An alias with its kind before it (`atende_contracts.identity`)."""
MAX_NAME: Final = 200
"""What people and companies are called, in characters."""
MAX_TEMPLATE_NAME: Final = 512
"""WhatsApp's own bound, in ASCII."""
MAX_WORD: Final = 100
"""A language, a state, a reason."""
MAX_LINE: Final = 1000
"""Any other line of text: a title, a button's payload, an error's words."""
MAX_INBOUND_TEXT: Final = 16_384
"""What a customer wrote, in characters: four times what WhatsApp lets them write, and 64 KiB at most."""
MAX_INBOUND_JSON: Final = 128 * 1024
"""What comes with a message besides its text, in bytes of JSON."""
MAX_JOURNAL_JSON: Final = 64 * 1024
"""An entry of a channel's journal, in bytes of JSON."""

ProviderId = Annotated[str, Field(max_length=MAX_PROVIDER_ID)]
MediaPlace = Annotated[str, Field(max_length=MAX_MEDIA_PLACE)]
PersonId = Annotated[str, Field(max_length=MAX_PERSON_ID)]
Identity = Annotated[str, Field(max_length=MAX_IDENTITY)]
Word = Annotated[str, Field(max_length=MAX_WORD)]
TemplateName = Annotated[str, Field(max_length=MAX_TEMPLATE_NAME)]
Line = Annotated[str, Field(max_length=MAX_LINE)]
PersonName = Annotated[
    str,
    Field(max_length=MAX_LINE),
    BeforeValidator(lambda name: name[:MAX_LINE] if isinstance(name, str) else name),
]
"""Cut, not refused: contacts from before there were bounds may be called anything."""
