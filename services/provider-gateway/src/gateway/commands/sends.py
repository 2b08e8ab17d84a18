"""``atende sends``: what is known of a message that was to be sent, and sending it once more."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final
from uuid import UUID

import typer

from atende_contracts.audit_actions import Action
from atende_ops.access import settings_of
from atende_ops.changes import Change, Reason, Yes
from atende_ops.databases import database_with
from atende_ops.errors import Misuse
from atende_ops.output import Json, Result, show
from atende_platform.process.telemetry import mask
from gateway.repository.operations import Unconfirmed
from gateway.service import operations
from gateway.service.operations import Policy
from gateway.settings import Settings

app = typer.Typer(help="Sends: what the ledger knows of messages to be sent.")

Company = Annotated[UUID | None, typer.Option("--company", help="Only this company's.")]
Channel = Annotated[UUID | None, typer.Option("--channel", help="Only of this channel.")]
Campaign = Annotated[UUID | None, typer.Option("--campaign", help="Only of this campaign.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=100_000)]

_COLUMNS: Final = {
    "id": "id",
    "company": "company",
    "channel": "channel",
    "origin": "origin",
    "campaign": "campaign",
    "since": "since",
    "error": "error",
    "resent": "sent again",
}
_MEANING: Final = {
    "sending": "It is being handed to the provider.",
    "retryable": "The provider did not take it; it is tried again at nextAttemptAt.",
    "unknown": "The provider may have taken it, and did not say: unconfirmed. Nothing is sent by itself.",
    "accepted": "The provider took it, and has not reported anything since.",
    "sent": "The provider reported it as sent.",
    "delivered": "The provider reported it as delivered.",
    "read": "The provider reported it as read.",
    "played": "The provider reported it as played.",
    "failed": "It was not sent, and will not be: see error.",
}


@app.command("show")
def show_(
    id_: Annotated[UUID, typer.Argument(metavar="ID", help="The send, or the message that it is for.")],
    as_json: Json = False,
) -> None:
    """Show what the ledger knows of a send. Exit status 1 if its outcome is not known."""
    fields = asyncio.run(_find(id_))
    state = str(fields["state"])
    show(Result(fields=fields, notes=[_MEANING[state]], ok=state != "unknown"), as_json=as_json)


@app.command()
def unconfirmed(
    company: Company = None,
    channel: Channel = None,
    campaign: Campaign = None,
    limit: Limit = 100,
    as_json: Json = False,
) -> None:
    """List sends whose outcome is not known, the oldest first. Exit status 1 if there are any."""
    found = asyncio.run(_unconfirmed(_Filter(company, channel, campaign), limit))
    notes = ["The list is longer: give --limit, or a narrower filter."] if len(found) == limit else []
    if found:
        notes.append("`atende sends resend` has them sent once more: docs/atende.md says when.")
    show(
        Result(
            items=[_item(each) for each in found],
            columns=_COLUMNS,
            notes=notes,
            ok=not found,
            empty="No unconfirmed sends.",
        ),
        as_json=as_json,
    )


@app.command()
def resend(
    ids: Annotated[list[UUID] | None, typer.Argument(metavar="[ID]...", help="Which; else all.")] = None,
    policy: Annotated[
        str,
        typer.Option(
            "--policy",
            help="evidence: only what almost certainly was not taken. anyway: although it may arrive twice.",
        ),
    ] = "evidence",
    company: Company = None,
    channel: Channel = None,
    campaign: Campaign = None,
    limit: Limit = 1000,
    yes: Yes = False,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Have sends whose outcome is not known sent once more, by the gateway's workers within a minute."""
    change = Change.asked(yes, reason)
    if policy not in ("evidence", "anyway"):
        raise Misuse("--policy is evidence or anyway.")
    if policy == "anyway" and not ids:
        raise Misuse("--policy anyway needs the ids: each of these messages may arrive twice.")
    chosen: Policy = "anyway" if policy == "anyway" else "evidence"
    wanted = _Filter(company, channel, campaign)
    found, asked = asyncio.run(_resend(ids or [], chosen, wanted, limit, change))
    missing = sorted(str(each) for each in set(ids or ()) - {each.send_id for each in found})
    notes = (
        [f"Not to be sent again by this policy, or not unconfirmed: {', '.join(missing)}."] if missing else []
    )
    items = [{**_item(each), "asked": each.send_id in asked} for each in found]
    show(
        Result(
            items=items,
            columns=_COLUMNS,
            fields={"dryRun": not change.do},
            notes=[*notes, *change.notes],
            ok=not missing,
            empty="Nothing that may be sent once more.",
        ),
        as_json=as_json,
    )


@dataclass(frozen=True)
class _Filter:
    company_id: UUID | None
    channel_id: UUID | None
    campaign_id: UUID | None

    def as_options(self) -> dict[str, UUID | None]:
        return {
            "company_id": self.company_id,
            "channel_id": self.channel_id,
            "campaign_id": self.campaign_id,
        }


def _item(send: Unconfirmed) -> dict[str, Any]:
    return {
        "id": send.send_id,
        "company": send.company_id,
        "channel": send.channel_id,
        "origin": send.origin,
        "campaign": send.campaign_id,
        "createdAt": send.created_at,
        "since": send.updated_at,
        "error": send.error and send.error.get("title"),
        "resent": send.resent_at or ("asked for" if send.asked else None),
    }


async def _find(send_id: UUID) -> dict[str, Any]:
    async with database_with(settings_of("gateway", Settings)) as database, database.worker() as session:
        send = await operations.find_send(session, send_id)
        return {
            "id": send.send_id,
            "company": send.company_id,
            "state": send.state,
            "channel": send.channel_id,
            "origin": send.origin,
            "campaign": send.campaign_id,
            "message": send.message_id,
            "recipient": [mask(key) for key in send.recipient_keys],
            "attempts": send.attempts,
            "createdAt": send.created_at,
            "updatedAt": send.updated_at,
            "leaseUntil": send.lease_until,
            "nextAttemptAt": send.next_attempt_at,
            "resentAt": send.resent_at,
            "providerMessageId": send.provider_message_id,
            "error": send.error,
        }


async def _unconfirmed(wanted: _Filter, limit: int) -> Sequence[Unconfirmed]:
    async with database_with(settings_of("gateway", Settings)) as database, database.worker() as session:
        return await operations.list_unconfirmed(session, **wanted.as_options(), limit=limit)


async def _resend(
    ids: Sequence[UUID], policy: Policy, wanted: _Filter, limit: int, change: Change
) -> tuple[Sequence[Unconfirmed], set[UUID]]:
    async with database_with(settings_of("gateway", Settings)) as database, database.worker() as session:
        found = await operations.list_unconfirmed(session, **wanted.as_options(), limit=limit)
        found = [each for each in found if not ids or each.send_id in ids]
        chosen = await operations.resendable(session, found, policy, limit=limit)
        if not change.do or not chosen:
            return chosen, set()
        asked = await operations.resend(session, chosen)
        for company_id, number in Counter(each.company_id for each in chosen).items():
            named = [str(each.send_id) for each in chosen if each.company_id == company_id]
            details: dict[str, str | float | bool | None] = {"policy": policy, "number": number}
            object_id = named[0] if number == 1 else str(company_id)
            await change.record(session, Action.SEND_RESENT, object_id, details, company_id=company_id)
        return chosen, asked
