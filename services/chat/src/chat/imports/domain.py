"""What an import does with contacts that are there, and how many a company may have under way."""

from typing import Literal

from atende_platform.errors import Conflict

OnExisting = Literal["skip", "update", "fillEmpty"]


class TooManyImports(Conflict):
    own_reason = "too-many-imports"
