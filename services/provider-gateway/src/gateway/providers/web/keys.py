"""Who wrote a message, to whom and when: what its key says, whichever of a person's addresses it uses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from atende_contracts.event import Party
from atende_contracts.messages import group_party
from gateway.providers.reading import Json, digest, get, line, provider_id, time
from gateway.providers.web.account import LinkedAccount
from gateway.providers.web.files import number
from gateway.providers.web.jids import Jid, party_of, read_jid
from gateway.providers.web.writing import Frame


@dataclass(frozen=True, slots=True)
class Key:
    """Whose message it is."""

    message_id: str
    chat: Jid
    from_me: bool
    party: Party
    """The customer; of what the account itself wrote to a group, the group."""
    sent_at: datetime
    group: Jid | None = None
    group_name: str | None = None

    def frame(self, *, fetch: bool = True) -> Frame:
        """Return what its event has besides what it says."""
        return Frame(self.message_id, self.party, self.sent_at, self.group, self.group_name, fetch)


def is_ignored(item: Any, account: LinkedAccount) -> bool:
    """Tell whether a message is none of a customer's: a status post, a newsletter, a note to oneself, or of a
    group while groups are off."""
    key = get(item, "key")
    chat = read_jid(get(key, "remoteJid"))
    if chat is None:
        return False
    if chat.kind == "group":
        return not account.groups
    return (
        chat.kind == "other" or account.is_own(chat) or (chat.kind == "list" and get(key, "fromMe") is True)
    )


def read_key(item: Any, account: LinkedAccount) -> Key | None:
    """Return whose a message is; None when it does not say."""
    key, chat = get(item, "key"), read_jid(get(get(item, "key"), "remoteJid"))
    if chat is None or not isinstance(item, dict):
        return None
    message_id = provider_id(key.get("id")) or f"unidentified:{digest(item)}"
    author = read_jid(key.get("participant") or item.get("participant"))
    sent_at = time(number(item.get("messageTimestamp")))
    if chat.kind == "group":
        from_me = key.get("fromMe") is True or account.is_own(author)
        name = line(account.group_names.get(str(chat)))
        members = author, read_jid(key.get("participantAlt"))
        party = group_party(str(chat), name) if from_me else _person(members, item, account)
        return Key(message_id, chat, from_me, party, sent_at, chat, name) if party else None
    if chat.kind == "list":  # Sent to many, received by each as if it were for them alone.
        addresses = author, read_jid(key.get("participantAlt"))
        party = _person(addresses, item, account)
        return Key(message_id, author, False, party, sent_at) if party and author else None
    addresses = chat, read_jid(key.get("remoteJidAlt"))
    from_me = key.get("fromMe") is True
    party = _person(addresses, {} if from_me else item, account)
    return Key(message_id, chat, from_me, party, sent_at) if party else None


def _person(addresses: tuple[Jid | None, Jid | None], item: Json, account: LinkedAccount) -> Party | None:
    """Return the customer with these addresses. Of own messages the other address may be the account's."""
    theirs = [jid for jid in addresses if jid is not None and not account.is_own(jid)]
    name = item.get("pushName") or item.get("verifiedBizName")
    party = party_of(*theirs, name=name)
    known = next((account.people[jid.user] for jid in theirs if jid.user in account.people), None)
    if party is None or known is None:
        return party
    told = {field: getattr(party, field) or getattr(known, field) for field in ("wa_id", "phone", "lid")}
    return party.model_copy(update={**told, "name": party.name or known.name})
