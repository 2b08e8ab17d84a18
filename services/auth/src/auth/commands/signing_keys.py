"""``atende keys rotate``: the keys that sign access tokens."""

import asyncio
import json
import sys
from typing import Annotated

import typer

from atende_contracts.audit_actions import Action
from atende_ops.access import settings_of
from atende_ops.changes import Change, Reason, Yes
from atende_ops.databases import database_with
from atende_ops.errors import Wrong
from atende_ops.output import Json, Result, show
from auth import tokens
from auth.settings import Settings
from auth.tokens import Jwk, KeyFileError

app = typer.Typer(help="Keys: those that sign access tokens, and those that seal stored secrets.")


@app.command()
def rotate(
    to_stdout: Annotated[
        bool,
        typer.Option(
            "--stdout",
            help="Write the new key file to the standard output, not to JWT_KEYS_FILE: for a Secret.",
        ),
    ] = False,
    yes: Yes = False,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Let the waiting key sign from now on, and make a new one wait. What was signed before stays good."""
    change = Change.asked(yes, reason)
    settings = settings_of("auth", Settings)
    try:
        keys = tokens.rotated(
            tokens.read_keys(settings.jwt_keys_file), retired_for=settings.access_token_seconds + 60
        )
        if change.do:
            asyncio.run(_record(settings, change, keys))
            if to_stdout:
                sys.stdout.write(json.dumps({"keys": keys}) + "\n")
                return
            tokens.replace_keys(settings.jwt_keys_file, keys)
    except (KeyFileError, OSError) as error:
        raise Wrong(str(error)) from error
    signer = str(keys[0]["kid"]) if change.do else None
    fields = {
        "dryRun": not change.do,
        "file": str(settings.jwt_keys_file),
        "keys": len(keys),
        "signer": signer,
    }
    show(Result(fields=fields, notes=change.notes), as_json=as_json)


async def _record(settings: Settings, change: Change, keys: list[Jwk]) -> None:
    async with database_with(settings) as database, database.worker() as session:
        await change.record(session, Action.SIGNING_KEY_ROTATED, str(keys[0]["kid"]))
