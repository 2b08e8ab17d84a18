"""Business cards as vCards, which is what WhatsApp Web sends."""

from typing import Final

from atende_contracts.content import ContactCard, ContactsContent
from gateway.bridge.protocol import Card, Cards

_ESCAPES: Final = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n", "\r": ""})
_PARAM: Final = str.maketrans("", "", '";:,\r\n')
_LONGEST_NAME: Final = 512


def cards_of(content: ContactsContent) -> Cards:
    """Return cards to be sent, under the name of the first."""
    cards = tuple(
        Card(display_name=card.name.formatted_name[:_LONGEST_NAME], vcard=vcard_of(card))
        for card in content.contacts
    )
    return Cards(display_name=cards[0].display_name, contacts=cards)


def vcard_of(card: ContactCard) -> str:
    """Return a card as a vCard 3.0. Phones of people on WhatsApp can be written to with a tap."""
    name = card.name
    parts = (name.last_name, name.first_name, name.middle_name, name.prefix, name.suffix)
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{_joined(*parts)}", f"FN:{_escaped(name.formatted_name)}"]
    if card.org is not None:
        if card.org.company or card.org.department:
            lines.append(f"ORG:{_joined(card.org.company, card.org.department)}")
        if card.org.title:
            lines.append(f"TITLE:{_escaped(card.org.title)}")
    for phone in card.phones:
        digits = "".join(filter(str.isdigit, phone.wa_id or ""))
        waid = f";waid={digits}" if digits else ""
        lines.append(f"TEL{_type(phone.type or 'CELL')}{waid}:{_escaped(phone.phone)}")
    lines += [f"EMAIL{_type(email.type)}:{_escaped(email.email)}" for email in card.emails]
    lines += [f"URL{_type(url.type)}:{_escaped(url.url)}" for url in card.urls]
    for address in card.addresses:
        country = address.country or address.country_code
        where = (None, None, address.street, address.city, address.state, address.zip, country)
        lines.append(f"ADR{_type(address.type)}:{_joined(*where)}")
    if card.birthday:
        lines.append(f"BDAY:{_escaped(card.birthday)}")
    return "\n".join((*lines, "END:VCARD"))


def _type(kind: str | None) -> str:
    kind = (kind or "").translate(_PARAM)
    return f";type={kind}" if kind else ""


def _joined(*parts: str | None) -> str:
    return ";".join(_escaped(part or "") for part in parts)


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
