"""What holds for every command: how it is found, what options it has, how it ends."""

import pytest
import typer

from atende_ops import discovery
from atende_ops.reference import commands
from atende_ops.testing import Atende


def options_of(callback: object) -> set[str]:
    """Return the options that a command has, as one types them."""
    single = typer.Typer()
    single.command()(callback)  # type: ignore[type-var]
    command = typer.main.get_command(single)
    return {option for each in command.params for option in each.opts}


def test_every_command_prints_json_and_says_what_it_does() -> None:
    found = dict(commands())
    assert found
    for name, callback in found.items():
        assert "--json" in options_of(callback), name
        assert getattr(callback, "__doc__", None), name


def test_what_changes_something_takes_a_reason() -> None:
    # Topics may be created before there is a database, and so before there is an audit log.
    unrecorded = {"topics apply"}
    for name, callback in dict(commands()).items():
        options = options_of(callback)
        if "--yes" in options and name not in unrecorded:
            assert "--reason" in options, name


def test_only_what_is_asked_for_is_imported() -> None:
    assert set(discovery.commands("schema")) == {"schema"}
    assert set(discovery.commands("nothing-like-that")) == set(discovery.commands())


async def test_without_arguments_it_lists_its_commands(atende: Atende) -> None:
    ended = await atende("--help")
    assert ended.status == 0
    assert "schema" in ended.out
    assert "topics" in ended.out


async def test_what_is_asked_wrongly_is_status_2(atende: Atende) -> None:
    assert (await atende("no-such-command")).status == 2
    assert (await atende("schema", "status", "--service", "nobody")).status == 2


@pytest.mark.usefixtures("own_environment")
async def test_without_settings_it_says_which_are_missing(atende: Atende) -> None:
    ended = await atende("schema", "status")
    assert ended.status == 2
    assert "CHAT_DATABASE_URL" in ended.err.replace("<SERVICE>", "CHAT")
    asked = await atende("schema", "status", "--json")
    assert asked.json["ok"] is False
