"""Commands of operators: ``python -m reporting dump`` and ``rebuild``, and what ``atende rebuild`` runs."""

from reporting.commands.copies import dump_command, rebuild_command

__all__ = ["dump_command", "rebuild_command"]
