"""How a command ends that cannot do its work."""


class Wrong(Exception):
    """Something is not as it should be, or cannot be reached: exit status 1. The text says what to do."""


class Misuse(Exception):
    """The command was asked for something that makes no sense, or lacks settings: exit status 2."""
