"""Owns which business phone numbers and templates exist on Meta's side, kept on disk."""

from pathlib import Path
from typing import Any, Literal

import orjson
from pydantic import Field

from atende_sandbox.simulator.knobs import write_atomically
from atende_sandbox.simulator.schema import Schema

Quality = Literal["GREEN", "YELLOW", "RED", "UNKNOWN"]


class Number(Schema):
    """One business number and the app that listens to it."""

    phone_number_id: str = Field(pattern=r"^\d{1,32}$")
    display_phone_number: str = Field(min_length=3, max_length=32)
    access_token: str = Field(min_length=1)
    app_secret: str = Field(min_length=1)
    verify_token: str = ""
    callback_url: str | None = None
    waba_id: str = Field(default="100000000000001", pattern=r"^\d{1,32}$")
    verified_name: str = "Sandbox business"
    app_id: str = Field(default="200000000000001", pattern=r"^\d{1,32}$")
    previous_app_secret: str | None = None
    # Where webhooks go: the number's override, else its account's, else the app's `callback_url`.
    override_callback_url: str | None = None
    account_callback_url: str | None = None
    subscribed: bool = True
    # What the account's events change.
    registered: bool = True
    pin: str | None = None
    token_expired: bool = False
    blocked_by: int | None = None
    maintenance_until: float = 0
    quality_rating: Quality = "GREEN"
    throughput_level: Literal["STANDARD", "HIGH", "NOT_APPLICABLE"] = "STANDARD"
    name_status: str = "APPROVED"
    code_verification_status: Literal["VERIFIED", "NOT_VERIFIED", "EXPIRED"] = "VERIFIED"
    messaging_limit: str = "TIER_UNLIMITED"
    profile: dict[str, Any] = Field(default_factory=dict)

    @property
    def webhook_url(self) -> str | None:
        if not self.subscribed:
            return None
        return self.override_callback_url or self.account_callback_url or self.callback_url

    @property
    def digits(self) -> str:
        return "".join(filter(str.isdigit, self.display_phone_number))


class Template(Schema):
    """A message template. `components` has the shape of the Graph API and is passed through."""

    name: str = Field(min_length=1, max_length=512)
    language: str = Field(min_length=2)
    category: str = "MARKETING"
    status: str = "APPROVED"
    id: str = ""
    parameter_format: Literal["POSITIONAL", "NAMED"] = "POSITIONAL"
    quality_score: Quality = "UNKNOWN"
    rejected_reason: str = "NONE"
    components: list[dict[str, Any]] = Field(default_factory=list)

    def describe(self) -> dict[str, Any]:
        """As the Graph API lists it."""
        described = self.model_dump(exclude={"quality_score"})
        return {**described, "language": self.language, "quality_score": {"score": self.quality_score}}


class Directory:
    """The numbers by id, the tokens that are known, the templates of each business account."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.numbers: dict[str, Number] = {}
        self.templates: dict[str, dict[tuple[str, str], Template]] = {}
        self.tokens: set[str] = set()
        self.expired_tokens: set[str] = set()
        if path.exists():
            stored = orjson.loads(path.read_bytes())
            self.numbers = {item["phoneNumberId"]: Number.model_validate(item) for item in stored["numbers"]}
            for waba_id, templates in stored["templates"].items():
                self._index(waba_id, [Template.model_validate(item) for item in templates])
            self._index_tokens()

    def put(self, number: Number) -> None:
        self.numbers[number.phone_number_id] = number
        self._save()

    def put_templates(self, waba_id: str, templates: list[Template]) -> None:
        for position, template in enumerate(templates):
            template.id = template.id or f"{waba_id[-6:]}{position + 1:09d}"
        self._index(waba_id, templates)
        self._save()

    def put_template(self, waba_id: str, template: Template) -> None:
        """Create one, or replace the one of its name and language."""
        self.templates.setdefault(waba_id, {})[template.name, template.language] = template
        self._save()

    def remove_templates(self, waba_id: str, keys: list[tuple[str, str]]) -> None:
        for key in keys:
            del self.templates[waba_id][key]
        self._save()

    def template(self, template_id: str) -> tuple[str, Template] | None:
        """The account and the template of an id."""
        for waba_id, templates in self.templates.items():
            for template in templates.values():
                if template.id == template_id:
                    return waba_id, template
        return None

    def of_account(self, waba_id: str) -> list[Number]:
        return [number for number in self.numbers.values() if number.waba_id == waba_id]

    def save(self) -> None:
        """To be called after a number or a template was changed in place."""
        self._save()

    def clear(self) -> None:
        self.numbers.clear()
        self.templates.clear()
        self._save()

    def _index(self, waba_id: str, templates: list[Template]) -> None:
        self.templates[waba_id] = {(item.name, item.language): item for item in templates}

    def _index_tokens(self) -> None:
        self.tokens = {number.access_token for number in self.numbers.values()}
        self.expired_tokens = {
            number.access_token for number in self.numbers.values() if number.token_expired
        }

    def _save(self) -> None:
        self._index_tokens()
        stored = {
            "numbers": [number.model_dump(by_alias=True) for number in self.numbers.values()],
            "templates": {
                waba_id: [template.model_dump(by_alias=True) for template in templates.values()]
                for waba_id, templates in self.templates.items()
            },
        }
        write_atomically(self._path, orjson.dumps(stored))
