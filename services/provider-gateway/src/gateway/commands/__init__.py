"""Commands of operators: ``python -m gateway reseal``, and what ``atende`` has of channels and sends."""

from gateway.commands.reseal import reseal_command

__all__ = ["reseal_command"]
