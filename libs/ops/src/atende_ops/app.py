"""``atende``: finds the command, runs it, and says in one sentence what kept it from its work.

Exit status: 0 done, 1 something is wrong, 2 it was asked wrongly or lacks settings.
"""

import json
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import structlog
import typer
from aiokafka.errors import KafkaError
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from atende_ops import discovery
from atende_ops.errors import Misuse, Wrong
from atende_platform.data.db import PostgresTooOld
from atende_platform.errors import AppError
from atende_platform.process.secret_settings import without_password
from atende_platform.process.telemetry import without_detail

HELP: Final = "Operate an installation of Atendechat: look, and put right what is wrong."

OUTAGES: Final = (KafkaError, RedisError, SQLAlchemyError, OSError)
"""What comes of servers that are away, refuse us, or do not have what we ask for."""


def command_line(arguments: Sequence[str] = ()) -> typer.Typer:
    """Return the command line, with at least the command that the arguments ask for."""
    app = typer.Typer(
        name="atende",
        help=HELP,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_root)
    discovery.add_to(app, discovery.commands(discovery.named(arguments)))
    return app


def _root() -> None:
    """Without this, a single command would be the whole command line."""


_root.__doc__ = HELP


def main(arguments: Sequence[str] | None = None) -> int:
    """Be the command line; return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    with _quiet():
        return _run(given)


@contextmanager
def _quiet() -> Iterator[None]:
    """Log nothing: what is logged on the way is no part of the answer."""
    before, kafka = structlog.get_config(), logging.getLogger("aiokafka")
    level = kafka.level
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    kafka.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        structlog.configure(**before)
        kafka.setLevel(level)


def _run(given: list[str]) -> int:
    try:
        command_line(given)(given, prog_name="atende")
    except SystemExit as ended:  # Typer always ends so; it has said itself what was asked wrongly.
        return ended.code if isinstance(ended.code, int) else 0
    except Misuse as error:
        return _fail(str(error), 2, given)
    except (Wrong, AppError, PostgresTooOld) as error:
        return _fail(getattr(error, "detail", None) or str(error), 1, given)
    except OUTAGES as error:
        return _fail(_outage(error), 1, given)
    return 0


def _outage(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, TimeoutError) and not str(cause):
        return "A server did not answer in time. `atende doctor` says which do."
    text = without_password(without_detail(str(cause))).strip() or type(cause).__name__
    return f"{type(cause).__name__}: {text}" if isinstance(error, OSError | KafkaError) else text


def _fail(text: str, status: int, arguments: Sequence[str]) -> int:
    if "--json" in arguments:
        sys.stdout.write(json.dumps({"ok": False, "error": text}, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(f"{text}\n")
    return status
