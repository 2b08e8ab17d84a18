"""The worker: others' audit entries, statements in Redis, the outbox relay, purging what has expired."""

from collections.abc import Sequence
from typing import Final

import structlog
from fastapi import FastAPI

from atende_platform.data import idempotency
from atende_platform.data.db import now
from atende_platform.errors import Unavailable
from atende_platform.identity import company_limits, revocation
from atende_platform.identity.api_keys import Directory
from atende_platform.mail import mail_of
from atende_platform.messaging.company_erasures import ERASURE_SECONDS
from atende_platform.messaging.handlers import consume_all
from atende_platform.messaging.kafka import consuming, make_broker
from atende_platform.messaging.outbox import Relay
from atende_platform.process.tasks import Task, every
from atende_platform.runtime import Runtime
from auth.handlers import HANDLERS
from auth.mail import notice_mail
from auth.service import api_keys, audit_chain, companies, company_erasures, installation, notices, sessions
from auth.settings import Settings
from auth.tokens import SigningKeys

log = structlog.get_logger(__name__)

_ANNOUNCE_SECONDS: Final = 2.0
_SEAL_SECONDS: Final = 1.0
_NOTICES_SECONDS: Final = 2.0


def worker(_: FastAPI, runtime: Runtime[Settings]) -> Sequence[Task]:
    """Return the tasks of the worker role. Any number of replicas may run them.

    Raises `KeyFileError` if there are no signing keys.
    """
    settings = runtime.settings

    keys = SigningKeys(settings.jwt_keys_file)
    directory = Directory(runtime.redis, keys)
    broker = make_broker(settings)
    consume_all(broker, settings, runtime.database, "auth", HANDLERS)

    async def follow_key_file() -> None:
        keys.reload()

    async def purge() -> bool:
        async with runtime.database.worker() as session:
            return await sessions.purge(session, settings)

    async def announce() -> None:
        # Again and again, so that a Redis that was away or emptied is soon told.
        async with runtime.database.worker() as session:
            ended = await sessions.recently_ended(session, settings)
        await revocation.announce(runtime.redis, ended)

    async def tell_limits() -> None:
        async with runtime.database.worker() as session:
            limits = await companies.limits_of_companies(session, settings.company_limits)
            suspended = await installation.suspended_companies(session)
        await company_limits.publish(runtime.redis, keys, settings.company_limits, limits, suspended)

    async def tell_api_keys() -> None:
        if (told := await directory.told()) is None:
            return
        async with runtime.database.worker() as session:
            differences = await api_keys.differences(session, told)
        await directory.put(differences.missing)
        await directory.remove(differences.gone)
        await directory.complete(differences.live)
        await revocation.announce(runtime.redis, differences.revoked)

    async def note_uses() -> None:
        if uses := await directory.take_uses():
            async with runtime.database.worker() as session:
                await api_keys.note_uses(session, uses)

    async def purge_api_keys() -> bool:
        async with runtime.database.worker() as session:
            return await api_keys.purge(session, settings)

    async def erase_companies() -> bool:
        async with runtime.database.worker() as session:
            return await company_erasures.step(session, now())

    return [
        consuming(broker),
        Relay(settings).task,
        every("signing keys", settings.jwt_keys_check_seconds, follow_key_file),
        every("expiry", settings.expiry_interval_seconds, purge),
        every("ended sessions", _ANNOUNCE_SECONDS, announce),
        every("company limits, told", _ANNOUNCE_SECONDS, tell_limits),
        every("API keys", _ANNOUNCE_SECONDS, tell_api_keys),
        every("uses of API keys, stored", _ANNOUNCE_SECONDS, note_uses),
        every("erasures of companies", ERASURE_SECONDS, erase_companies),
        every("expiry of API keys", settings.expiry_interval_seconds, purge_api_keys),
        idempotency.expiry(runtime.database),
        *_notice_tasks(runtime),
        *_audit_tasks(runtime),
    ]


def _notice_tasks(runtime: Runtime[Settings]) -> Sequence[Task]:
    mail = mail_of(runtime.settings)

    async def send() -> bool:
        async with runtime.database.worker() as session:
            notice = await notices.claim(session)
        if notice is None:
            return False
        try:
            await mail.send(notice_mail(runtime.settings, notice))
        except (Unavailable, OSError) as error:
            notices.note_failure(notice, error)
            return False
        async with runtime.database.worker() as session:
            await notices.note_sent(session, notice)
        return True

    async def purge() -> bool:
        async with runtime.database.worker() as session:
            return await notices.purge(session)

    return [
        every("notices", _NOTICES_SECONDS, send),
        every("expiry of notices", runtime.settings.expiry_interval_seconds, purge),
    ]


def _audit_tasks(runtime: Runtime[Settings]) -> Sequence[Task]:
    async def seal() -> bool:
        async with runtime.database.worker() as session:
            return await audit_chain.seal(session)

    async def log_checkpoints() -> bool:
        async with runtime.database.worker() as session:
            checkpoints, more = await audit_chain.take_checkpoints(session)
        for checkpoint in checkpoints:
            log.info(audit_chain.CHECKPOINT_EVENT, **checkpoint.fields())
        return more

    return [
        every("audit log, sealed", _SEAL_SECONDS, seal),
        every("audit log, checkpoints", runtime.settings.audit_checkpoint_seconds, log_checkpoints),
    ]
