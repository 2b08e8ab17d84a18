"""What can go wrong in a way that a person can mend: one message, no traceback."""


class SandboxError(Exception):
    """The sandbox cannot do what was asked. The message says what is wrong and what to do about it."""
