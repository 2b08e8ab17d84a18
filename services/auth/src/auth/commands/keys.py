"""The signing keys of access tokens."""

import sys
from collections.abc import Sequence

from auth.settings import Settings
from auth.tokens import KeyFileError, init_keys, rotate_keys


def keys_command(settings: Settings, arguments: Sequence[str]) -> int:
    """Be ``python -m auth keys init|rotate``; return the exit status."""
    path = settings.jwt_keys_file
    try:
        match list(arguments):
            case ["init"]:
                created = init_keys(path)
                sys.stdout.write(f"{path}: {'created' if created else 'already there, unchanged'}\n")
            case ["rotate"]:
                key_id = rotate_keys(path, retired_for=settings.access_token_seconds + 60)
                sys.stdout.write(f"{path}: {key_id} signs from now on\n")
            case _:
                sys.stderr.write("usage: python -m auth keys init|rotate\n")
                return 2
    except (KeyFileError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0
