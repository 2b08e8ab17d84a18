"""What an installation may choose about reporting."""

from functools import cached_property
from urllib.parse import urlsplit

from pydantic import field_validator

from atende_platform.process.settings import ServiceSettings


class Settings(ServiceSettings):
    """The settings of reporting (see `.env.example`)."""

    system_health_urls: str = ""
    """``name=url`` of each part of the system, separated by commas: what ``/health/system`` asks."""

    @field_validator("system_health_urls")
    @classmethod
    def _require_urls(cls, value: str) -> str:
        for part in _parts(value):
            name, _, url = part.partition("=")
            if not name.strip() or urlsplit(url.strip()).scheme not in {"http", "https"}:
                raise ValueError(f"not name=http://…: {part}")
        return value

    @cached_property
    def system_health(self) -> dict[str, str]:
        """`system_health_urls` by name."""
        pairs = (part.partition("=") for part in _parts(self.system_health_urls))
        return {name.strip(): url.strip() for name, _, url in pairs}


def _parts(value: str) -> list[str]:
    return [part for part in value.split(",") if part.strip()]
