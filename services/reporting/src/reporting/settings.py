"""What an installation may choose about reporting."""

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from atende_platform.mail import MailSettings


class Settings(MailSettings):
    """The settings of reporting (see `.env.example`)."""

    app_planning: ClassVar[Mapping[str, str]] = {"plan_cache_mode": "force_custom_plan"}
    """A report's filters say which index serves it: a plan for any of them would read all that there is."""
    system_health_urls: str = ""
    """``name=url`` of each part of the system, separated by commas: what ``/health/system`` asks."""

    report_schedules: int = Field(default=50, ge=0)
    """Reports that one company has sent by e-mail regularly, at most."""
    report_mails_per_day: int = Field(default=1000, ge=0)
    """E-mails of scheduled reports to users of one company, within 24 hours."""
    report_export_bytes: int = Field(default=1_000_000_000, ge=1_000_000)
    """What the files of one company's exports take in the database, compressed; each is kept for a day."""

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
