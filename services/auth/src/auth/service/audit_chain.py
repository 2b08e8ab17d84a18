"""The chains of the audit log: sealing entries, and verifying that none was removed or changed.

Each company has one chain. The worker seals entries within seconds after they were written, one worker
at a time, so that no request waits for another's entry. A link's hash covers the link before it and all
that its entry says: see docs/audit.md and docs/adr/0013.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Final
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from auth.repository import audit_chain as chains
from auth.repository import company_erasures
from auth.repository.audit_chain import Entry, Head, Link

log = structlog.get_logger(__name__)

CHECKPOINT_EVENT: Final = "audit.checkpoint"
_BATCH: Final = 1000
_START: Final = Head(0, bytes(32))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head that a chain had once, as it was kept outside the database."""

    company_id: UUID
    position: int
    hash: bytes

    def line(self) -> str:
        """Return the checkpoint as the log has it, in JSON."""
        return json.dumps({"event": CHECKPOINT_EVENT, **self.fields()})

    def fields(self) -> dict[str, str | int]:
        """Return what the line of the log says."""
        return {"company_id": str(self.company_id), "position": self.position, "hash": self.hash.hex()}


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying found: how many entries were compared, and what is wrong, in words."""

    companies: int
    entries: int
    findings: Sequence[str]


def link_hash(previous: bytes, company_id: UUID, position: int, entry_id: UUID, entry: Entry | None) -> bytes:
    """Return the hash of a link: SHA-256 over the hash before it and the entry as JSON.

    Of an entry that had vanished before it was sealed the link keeps the id alone.
    """
    said = entry and [
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        str(entry.actor_id) if entry.actor_id else None,
        *(entry.actor_kind, entry.action, entry.object_type, entry.object_id, entry.address, entry.details),
    ]
    body = [str(company_id), position, str(entry_id), said]
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(previous + text.encode()).digest()


async def seal(session: AsyncSession) -> bool:
    """Link a batch of entries to their chains; return whether there may be more.

    One process does so at a time; the others find nothing to do.
    """
    if not await chains.lock(session):
        return False
    taken = await chains.take_unsealed(session, _BATCH)
    if not taken:
        return False
    heads = await chains.heads(session, {company_id for company_id, _, _ in taken})
    links = []
    for company_id, entry_id, entry in taken:
        if entry is None:
            log.error("audit.entry_missing", company_id=str(company_id), entry_id=str(entry_id))
        head = heads.get(company_id, _START)
        position = head.position + 1
        digest = link_hash(head.hash, company_id, position, entry_id, entry)
        links.append(Link(company_id, position, entry_id, digest))
        heads[company_id] = Head(position, digest)
    await chains.append(session, links, heads)
    return len(taken) >= _BATCH


async def take_checkpoints(session: AsyncSession) -> tuple[list[Checkpoint], bool]:
    """Return the heads that moved since the last call, and whether there may be more."""
    moved = await chains.take_checkpoints(session, _BATCH)
    return _checkpoints(moved), len(moved) >= _BATCH


async def current_checkpoints(session: AsyncSession) -> list[Checkpoint]:
    """Return the heads of all chains."""
    return _checkpoints(await chains.heads(session))


def _checkpoints(heads: Mapping[UUID, Head]) -> list[Checkpoint]:
    return [Checkpoint(company_id, head.position, head.hash) for company_id, head in heads.items()]


# --- verifying ---------------------------------------------------------------------------------


async def verify(session: AsyncSession, checkpoints: Sequence[Checkpoint] = ()) -> Verified:
    """Compare every entry with its link, every link with the one before, and the ends with what is known.

    The session's transaction must be new: it is set to see one state of the database.
    """
    await chains.freeze(session)
    heads = await chains.heads(session)
    gone = await company_erasures.without_audit_log(session)
    known_outside = {each.company_id for each in checkpoints} - gone
    companies = sorted({*await chains.companies_with_links(session), *known_outside})
    findings: list[str] = []
    entries = 0
    for company_id in companies:
        known = {
            each.position: each.hash
            for each in checkpoints
            if each.company_id == company_id and company_id not in gone
        }
        compared, wrong = await _verify_company(session, company_id, heads.get(company_id), known)
        entries += compared
        findings += [f"company {company_id}: {finding}" for finding in wrong]
    for company_id, count in (await chains.unlinked(session)).items():
        findings.append(f"company {company_id}: {count} entries were added past the services")
    return Verified(len(companies), entries, findings)


async def _verify_company(
    session: AsyncSession, company_id: UUID, head: Head | None, known: Mapping[int, bytes]
) -> tuple[int, list[str]]:
    findings: list[str] = []
    last, compared = _START, 0
    hashes_at: dict[int, bytes] = {}
    while page := await chains.links_after(session, company_id, last.position, _BATCH):
        for link, entry in page:
            findings += _compare(last, link, entry)
            if link.position in known:
                hashes_at[link.position] = link.hash
            last = Head(link.position, link.hash)
            compared += 1
    if head is None or head != last:
        end = f"position {head.position}" if head else "no position"
        findings.append(f"the chain ends at position {last.position}, its head says {end} or another hash")
    findings += [
        f"position {position} is not what the checkpoint says"
        for position, digest in known.items()
        if hashes_at.get(position) != digest
    ]
    return compared, _summary(findings)


def _compare(before: Head, link: Link, entry: Entry | None) -> list[str]:
    """Return what is wrong with a link that follows another."""
    if link.position != before.position + 1:
        return [f"positions {before.position + 1} to {link.position - 1} were removed"]
    if link.hash == link_hash(before.hash, link.company_id, link.position, link.entry_id, entry):
        return [] if entry else [f"entry {link.entry_id} vanished before it was sealed"]
    what = "was removed" if entry is None else "or the link before it was changed"
    return [f"entry {link.entry_id} at position {link.position} {what}"]


_MOST_FINDINGS: Final = 20


def _summary(findings: list[str]) -> list[str]:
    """Return the first findings, and how many more there are."""
    more = len(findings) - _MOST_FINDINGS
    return findings[:_MOST_FINDINGS] + ([f"and {more} more findings"] if more > 0 else [])
