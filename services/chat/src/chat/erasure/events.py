"""How an erasure is published to other services."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from atende_contracts.contacts import ContactErasureRequestedV1, ErasedMessage
from chat.erasure.domain import Gone

if TYPE_CHECKING:
    from chat.erasure.models import ContactErasure


def erasure_requested(
    erasure: "ContactErasure", gone: Sequence[Gone] = (), *, last: bool = False
) -> ContactErasureRequestedV1:
    """Return what other services are to delete, of these messages among others."""
    return ContactErasureRequestedV1(
        company_id=erasure.company_id,
        erasure_id=erasure.id,
        contact_id=erasure.contact_id,
        aliases=erasure.aliases,
        messages=[
            ErasedMessage(channel_id=one.channel_id, provider_message_id=one.provider_message_id)
            for one in gone
            if one.provider_message_id
        ],
        files=[one.whole for one in gone if one.whole],
        sends=[one.send_id for one in gone if one.send_id],
        last=last,
    )
