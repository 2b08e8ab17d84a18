"""Commands of operators: ``python -m campaign recount``, and what ``atende`` has of campaigns."""

from campaign.commands.recount import recount_command

__all__ = ["recount_command"]
