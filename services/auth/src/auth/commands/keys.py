"""The signing keys of access tokens."""

import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from auth.settings import Settings
from auth.tokens import KeyFileError, init_keys, rotate_keys


class _KeySettings(BaseSettings):
    """What of auth's settings the keys need: they are made before there is a database."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    jwt_keys_file: Path = Settings.model_fields["jwt_keys_file"].default
    access_token_seconds: int = Field(
        default=Settings.model_fields["access_token_seconds"].default, ge=30, le=60 * 60
    )


def keys_command(arguments: Sequence[str]) -> int:
    """Be ``python -m auth keys init|rotate``; return the exit status."""
    try:
        settings = _KeySettings()
        path = settings.jwt_keys_file
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
    except ValidationError as error:
        sys.stderr.writelines(f"{str(each['loc'][0]).upper()}: {each['msg']}\n" for each in error.errors())
        return 2
    except (KeyFileError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0
