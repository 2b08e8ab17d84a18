"""Owns which business phone numbers and templates exist on Meta's side, kept on disk."""

from pathlib import Path
from typing import Any

import orjson
from pydantic import Field

from atende_sandbox.simulator.knobs import write_atomically
from atende_sandbox.simulator.schema import Schema


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
    components: list[dict[str, Any]] = Field(default_factory=list)


class Directory:
    """The numbers by id, the tokens that are known, the templates of each business account."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.numbers: dict[str, Number] = {}
        self.templates: dict[str, dict[tuple[str, str], Template]] = {}
        self.tokens: set[str] = set()
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

    def clear(self) -> None:
        self.numbers.clear()
        self.templates.clear()
        self._save()

    def _index(self, waba_id: str, templates: list[Template]) -> None:
        self.templates[waba_id] = {(item.name, item.language): item for item in templates}

    def _index_tokens(self) -> None:
        self.tokens = {number.access_token for number in self.numbers.values()}

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
