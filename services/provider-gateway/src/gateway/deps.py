"""What routes ask for: the process's tools and settings."""

from typing import Annotated

from fastapi import Depends, Request
from redis.asyncio import Redis

from gateway.renditions.making import Renditions
from gateway.service.accounts import Accounts
from gateway.service.claims import Claims
from gateway.service.pairings import Pairings
from gateway.settings import Settings
from gateway.storage import MediaStorage


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.runtime.settings
    return settings


def _redis(request: Request) -> Redis:
    redis: Redis = request.app.state.runtime.redis
    return redis


def _accounts(request: Request) -> Accounts:
    accounts: Accounts = request.app.state.accounts
    return accounts


def _claims(request: Request) -> Claims:
    claims: Claims = request.app.state.claims
    return claims


def _pairings(request: Request) -> Pairings:
    pairings: Pairings = request.app.state.pairings
    return pairings


def _storage(request: Request) -> MediaStorage:
    storage: MediaStorage = request.app.state.storage
    return storage


def _renditions(request: Request) -> Renditions:
    renditions: Renditions = request.app.state.renditions
    return renditions


ClaimsDep = Annotated[Claims, Depends(_claims)]
AccountsDep = Annotated[Accounts, Depends(_accounts)]
PairingsDep = Annotated[Pairings, Depends(_pairings)]
RedisDep = Annotated[Redis, Depends(_redis)]
SettingsDep = Annotated[Settings, Depends(_settings)]
StorageDep = Annotated[MediaStorage, Depends(_storage)]
RenditionsDep = Annotated[Renditions, Depends(_renditions)]
