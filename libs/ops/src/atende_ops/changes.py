"""What commands do that change something: only if they are asked to in so many words, and never unrecorded.

Without ``--yes`` a command says what it would do. With it a reason is needed, which the audit log keeps, with
who it was on which machine: in the installation's own log, and in that of the company without the person.
"""

import getpass
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final
from uuid import UUID

import typer
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.audit_actions import Action, object_type
from atende_ops.errors import Misuse
from atende_platform.messaging import outbox

INSTALLATION: Final = UUID(int=0)
"""Under which company the installation's own log is kept: no company has this id."""
_MOST_CHARS: Final = 200
_MOST_NAME: Final = 100

Yes = Annotated[
    bool,
    typer.Option("--yes/--dry-run", help="Do it. Without --yes the command only says what it would do."),
]
"""The option of every command that changes something."""
Reason = Annotated[
    str, typer.Option("--reason", help="Why, in a few words; kept in the audit log. Needed with --yes.")
]

DRY_RUN: Final = "Dry run: nothing was changed. Give --yes and --reason to do it."


@dataclass(frozen=True)
class Change:
    """Whether to do it, why, and who asked."""

    do: bool
    reason: str
    by: str

    @classmethod
    def asked(cls, yes: bool, reason: str) -> "Change":
        """Return what was asked for. Raises `Misuse` if it is to be done for no reason."""
        said = " ".join(reason.split())
        if yes and not said:
            raise Misuse("--yes needs --reason: it is kept in the audit log.")
        if len(said) > _MOST_CHARS:
            raise Misuse(f"--reason takes {_MOST_CHARS} characters.")
        return cls(yes, said, f"{_user()} on {socket.gethostname()}")

    @property
    def notes(self) -> tuple[str, ...]:
        """What is said at the end of a dry run."""
        return () if self.do else (DRY_RUN,)

    async def record(
        self,
        session: AsyncSession,
        action: Action,
        object_id: UUID | str,
        details: Mapping[str, str | float | bool | None] | None = None,
        *,
        company_id: UUID | None = None,
    ) -> None:
        """Record it, if and when the session's transaction commits; the session is a worker's.

        With ``company_id`` it stands in that company's log as well, which does not name the operator.
        """
        said = {"reason": self.reason, **(details or {})}
        entries = [_entry(INSTALLATION, action, object_id, {"by": self.by, **said})]
        if company_id is not None:
            entries.append(_entry(company_id, action, object_id, said))
        await outbox.add(session, entries)


def _entry(
    company_id: UUID, action: Action, object_id: UUID | str, details: Mapping[str, str | float | bool | None]
) -> AuditRecordedV1:
    return AuditRecordedV1(
        company_id=company_id,
        action=action,
        object_type=object_type(action),
        object_id=str(object_id)[:_MOST_CHARS],
        details={
            name: value[:_MOST_CHARS] if isinstance(value, str) else value for name, value in details.items()
        },
    )


def _user() -> str:
    # In a container everybody is the same user.
    if named := os.environ.get("ATENDE_OPERATOR"):
        return named[:_MOST_NAME]
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # A container's user often has no name.
        return "an operator"
