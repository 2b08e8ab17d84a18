"""Commands of operators: ``python -m auth <command> …``. Each returns its exit status."""

from auth.commands.audit import audit_command
from auth.commands.installation import admins_command, companies_command
from auth.commands.keys import keys_command
from auth.commands.reseal import reseal_command

__all__ = ["admins_command", "audit_command", "companies_command", "keys_command", "reseal_command"]
