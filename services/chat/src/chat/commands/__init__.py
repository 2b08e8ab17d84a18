"""Commands of operators: ``python -m chat <command> …``. Each returns its exit status."""

from chat.commands.reseal import reseal_command

__all__ = ["reseal_command"]
