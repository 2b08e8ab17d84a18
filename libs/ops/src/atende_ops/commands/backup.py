"""``atende backup``: whether a backup could be restored, before it is needed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from atende_ops import backups
from atende_ops.errors import Misuse
from atende_ops.output import Json, Result, show

app = typer.Typer(help="Backups: whether they could be restored.")


@app.callback()
def _group() -> None:
    """Without this, a single command would be the whole group."""


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(help="The backup's folder.", show_default=False)],
    hours: Annotated[
        float | None,
        typer.Option(min=0, help="It must not be older than so many hours.", show_default=False),
    ] = None,
    as_json: Json = False,
) -> None:
    """Check that a backup is complete, unaltered, readable, and not of a later version than the code here.

    Only restoring it somewhere proves more: `make restore` in an empty folder.
    """
    if not folder.is_dir():
        raise Misuse(f"{folder} is no folder.")
    now = datetime.now(UTC)
    backup = backups.read(folder)
    older_than = None if hours is None else timedelta(hours=hours)
    found = list(backups.problems(folder, now, older_than=older_than))
    fields: dict[str, Any] = {
        "takenAt": backup.taken_at,
        "version": backup.version,
        "bytes": sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        "problems": found,
        "notChecked": list(backups.not_checked(folder)),
    }
    good = "It can be restored, as far as was checked." if fields["notChecked"] else "It can be restored."
    notes = [f"{problem[0].upper()}{problem[1:]}." for problem in found] or [good]
    notes += [f"Not checked: {what}." for what in fields["notChecked"]]
    show(Result(fields=fields, notes=notes, ok=not found), as_json=as_json)
