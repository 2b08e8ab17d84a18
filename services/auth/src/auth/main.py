"""The service: its roles and its commands."""

from collections.abc import Sequence
from typing import Final

from atende_platform.http.application import App
from atende_platform.mail import mail_of
from atende_platform.process.tasks import Task, every
from atende_platform.runtime import Runtime
from atende_platform.service.definition import Service
from auth.api import HASHING_PATHS, JWKS_PATH, router
from auth.commands import (
    admins_command,
    audit_command,
    companies_command,
    keys_command,
    reseal_command,
)
from auth.deps import Tools
from auth.passwords import Passwords
from auth.settings import Settings
from auth.throttle import Throttle
from auth.tokens import AccessTokens, SigningKeys
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


SERVICE: Final = Service(
    name="auth",
    title="Atendechat auth: companies, users, sessions",
    settings=Settings,
    package="auth",
    roles={"api": api, "worker": worker},
    # Far less than elsewhere: anybody may send one, and saying all that is wrong with it takes its time.
    body_limits={"/": 64 * 1024},
    unlimited_paths=(JWKS_PATH,),
    tags={
        "auth": "Registration, sign-in, sessions, and what belongs to your own login",
        "web": "Signing in from a browser: the refresh token is in a cookie",
        "users": "The users of your company and their invitations",
        "companies": "Your company: its settings, limits and owner",
        "apiKeys": "Keys for programs that use this API",
        "audit": "Who changed what, and from where",
        "installation": "All companies of the installation, for its administrators",
    },
    bare_commands={"keys": keys_command},
    commands={
        "audit": audit_command,
        "admins": admins_command,
        "companies": companies_command,
        "reseal": reseal_command,
    },
)
