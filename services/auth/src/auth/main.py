"""The service: its roles and its commands."""

import sys
from collections.abc import Sequence
from typing import Final

from atende_platform.http import App
from atende_platform.runtime import Runtime, Service, Task, every
from auth.api import HASHING_PATHS, JWKS_PATH, router
from auth.deps import Tools
from auth.mail import mail_of
from auth.passwords import Passwords
from auth.settings import Settings
from auth.throttle import Throttle
from auth.tokens import AccessTokens, KeyFileError, SigningKeys, init_keys, rotate_keys
from auth.totp import Totp
from auth.worker import worker


def api(app: App, runtime: Runtime[Settings]) -> Sequence[Task]:
    """Serve the REST API. Raises `KeyFileError` if there are no signing keys."""
    settings = runtime.settings
    keys = SigningKeys(settings.jwt_keys_file)
    access = AccessTokens(keys, settings.jwt_issuer, settings.jwt_audience, settings.access_token_seconds)
    passwords = Passwords(threads=settings.password_threads, queue=settings.password_queue)
    app.state.tools = Tools(
        passwords, access, mail_of(settings), Throttle(runtime.redis, settings), Totp(settings.totp_keys)
    )
    app.include_router(router)
    for path in HASHING_PATHS:
        # While some hash, as many others do all else that it takes.
        app.limit_crowd(path, passwords.most, at_a_time=2 * passwords.threads)

    async def follow_key_file() -> None:
        keys.reload()
        # What this process signs it also verifies: its own keys need not come over HTTP.
        runtime.keys.put(keys.document)

    return [every("signing keys", settings.jwt_keys_check_seconds, follow_key_file)]


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


SERVICE: Final = Service(
    name="auth",
    title="Atendechat auth: companies, users, sessions",
    settings=Settings,
    package="auth",
    roles={"api": api, "worker": worker},
    # Far less than elsewhere: anybody may send one, and saying all that is wrong with it takes its time.
    body_limits={"/": 64 * 1024},
    unlimited_paths=(JWKS_PATH,),
    commands={"keys": keys_command},
)
