"""The fields that bodies share: names, texts, templates."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, TypeAdapter, model_validator

from atende_contracts.campaigns import MAX_VARIANTS
from atende_contracts.event import Media, MediaContent, OutboundContent, TemplateContent, TextContent
from atende_contracts.field_errors import invalid
from atende_contracts.limits import (
    MAX_CAPTION,
    MAX_FILENAME,
    MAX_ID,
    MAX_TEMPLATE_BUTTONS,
    MAX_TEXT,
    MAX_URL,
    MEDIA_ID,
    problems,
)
from atende_platform.errors import InvalidFields, InvalidInput
from atende_platform.http.fields import ONE_LINE, STORABLE, STORABLE_JSON
from atende_platform.http.models import ApiModel
from campaign.domain.rendering import Message
from campaign.domain.variants import VARIANTS

_VARIABLE = r"^[a-z][a-z0-9_]*$"


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), ONE_LINE]
Text = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT, pattern=r"\S"), STORABLE]
Rate = Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]
ErrorRate = Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]


Placeheld = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT), STORABLE]
"""A text that may have placeholders."""
Address = Annotated[str, StringConstraints(min_length=1, max_length=MAX_URL), STORABLE]
ProviderId = Annotated[str, StringConstraints(min_length=1, max_length=MAX_ID), STORABLE]
Filename = Annotated[str, StringConstraints(min_length=1, max_length=MAX_FILENAME), ONE_LINE]


MediaType = Literal["image", "video", "document", "audio", "sticker"]


class MediaBody(ApiModel):
    """A file: one of ours, at an address, or at WhatsApp. All but the ids may have placeholders."""

    type: MediaType
    id: UUID | None = Field(default=None, description="As `POST /api/v1/media` gave it")
    url: Address | None = None
    provider_media_id: ProviderId | None = None
    caption: Annotated[Placeheld, Field(max_length=MAX_CAPTION)] | None = None
    filename: Filename | None = None

    def content(self) -> MediaContent:
        media = Media(**self.model_dump(include={"id", "url", "provider_media_id", "filename"}))
        return MediaContent(media_type=self.type, media=media, caption=self.caption)


class HeaderBody(ApiModel):
    """The value of a template's header: a text, or a file: one of ours, at an address, or at WhatsApp."""

    type: Literal["text", "image", "video", "document"]
    text: Placeheld | None = None
    parameter_name: Annotated[str, StringConstraints(pattern=_VARIABLE, max_length=60)] | None = Field(
        default=None, description="Of a template whose parameters are named"
    )
    id: UUID | None = Field(default=None, description="As `POST /api/v1/media` gave it")
    url: Address | None = None
    provider_media_id: ProviderId | None = None
    filename: Filename | None = None

    @model_validator(mode="after")
    def _one_value(self) -> Self:
        given = [self.text, self.id, self.url, self.provider_media_id]
        if given.count(None) != len(given) - 1 or (self.type == "text") != (self.text is not None):
            raise invalid("header_value")
        return self

    def component(self) -> dict[str, Any]:
        if self.type == "text":
            return {"type": "header", "parameters": [_text_parameter(self.text or "", self.parameter_name)]}
        ours = None if self.id is None else str(self.id)
        file = {
            MEDIA_ID: ours,
            "id": self.provider_media_id,
            "link": self.url,
            "filename": self.filename,
        }
        value = {name: each for name, each in file.items() if each is not None}
        return {"type": "header", "parameters": [{"type": self.type, self.type: value}]}


class ButtonBody(ApiModel):
    """The value of a template's button: the end of its address, what comes back, or the code to copy."""

    index: int = Field(ge=0, lt=MAX_TEMPLATE_BUTTONS, description="Its place in the template, from 0")
    type: Literal["url", "quick_reply", "copy_code"]
    value: Address

    def component(self) -> dict[str, Any]:
        kind = {"url": "text", "quick_reply": "payload", "copy_code": "coupon_code"}[self.type]
        parameter = {"type": kind, kind: self.value}
        return {"type": "button", "sub_type": self.type, "index": str(self.index), "parameters": [parameter]}


class TemplateBody(ApiModel):
    """An approved template, with placeholders in its values.

    Either ``components`` as WhatsApp defines them, or its values: ``parameters`` of its text by number or
    by name, its ``header`` and its ``buttons``.
    """

    name: Annotated[str, StringConstraints(max_length=512, pattern=r"^[a-z0-9_]+$")]
    language: Annotated[str, StringConstraints(max_length=8, pattern=r"^[A-Za-z]{2,3}(_[A-Za-z]{2,4})?$")]
    components: Annotated[list[dict[str, Any]], Field(max_length=20), STORABLE_JSON] = Field(
        default_factory=list
    )
    parameters: dict[
        Annotated[str, StringConstraints(pattern=rf"^[1-9][0-9]?$|{_VARIABLE}", max_length=60)], Placeheld
    ] = Field(default_factory=dict, max_length=50)
    header: HeaderBody | None = None
    buttons: list[ButtonBody] = Field(default_factory=list, max_length=MAX_TEMPLATE_BUTTONS)

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if self.components and (self.parameters or self.header or self.buttons):
            raise invalid("template_forms")
        numbers = sorted(int(key) for key in self.parameters if key.isdecimal())
        if numbers and numbers != list(range(1, len(self.parameters) + 1)):
            raise invalid("parameters_mixed")
        return self

    def content(self) -> TemplateContent:
        return TemplateContent(name=self.name, language=self.language, components=self._all_components())

    def _all_components(self) -> list[dict[str, Any]]:
        made = [self.header.component()] if self.header else []
        if "1" in self.parameters:
            values = [self.parameters[str(number + 1)] for number in range(len(self.parameters))]
            made.append({"type": "body", "parameters": [_text_parameter(value) for value in values]})
        elif self.parameters:
            named = [_text_parameter(value, name) for name, value in self.parameters.items()]
            made.append({"type": "body", "parameters": named})
        return [*self.components, *made, *(button.component() for button in self.buttons)]


def _text_parameter(text: str, name: str | None = None) -> dict[str, Any]:
    return {"type": "text", **({"parameter_name": name} if name else {}), "text": text}


class TemplateRead(ApiModel):
    name: str
    language: str
    components: list[dict[str, Any]]


class MediaRead(ApiModel):
    type: MediaType
    id: UUID | None
    url: str | None
    provider_media_id: str | None
    caption: str | None
    filename: str | None


class ContentBody(ApiModel):
    """A message, in one of three forms; all may have placeholders such as ``{{first_name|friend}}``."""

    message: Text | None = Field(default=None, description="A text")
    template: TemplateBody | None = None
    media: MediaBody | None = None

    def given(self) -> list[str]:
        """Return the names of the forms that were given."""
        return [name for name in ("message", "template", "media") if getattr(self, name) is not None]

    def content(self, field: str = "") -> dict[str, Any]:
        """Return the content as it is stored. Raises `InvalidInput` for what WhatsApp would refuse."""
        body = self.template or self.media
        content = body.content() if body else TextContent(body=self.message or "")
        document = content.model_dump(mode="json", exclude_none=True)
        _require_sendable(document, field)
        return document


class VariantBody(ContentBody):
    """One of several messages, of which each recipient gets one."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), ONE_LINE]
    weight: int = Field(default=1, ge=1, le=1000, description="Its part of the sum of all weights")

    @model_validator(mode="after")
    def _one_content(self) -> Self:
        if len(self.given()) != 1:
            raise invalid("give_one_of", fields="message, template, media")
        return self


Variants = Annotated[list[VariantBody], Field(min_length=2, max_length=MAX_VARIANTS)]


class CampaignContentBody(ContentBody):
    """What a campaign says: one message, or ``variants`` of it."""

    variants: Variants | None = None

    def given(self) -> list[str]:
        return [*super().given(), *(["variants"] if self.variants is not None else [])]

    def content(self, field: str = "") -> dict[str, Any]:
        if self.variants is None:
            return super().content(field)
        names = [variant.name for variant in self.variants]
        if len(set(names)) != len(names):
            raise InvalidInput("variants_unnamed", field="variants")
        several = [
            {"name": each.name, "weight": each.weight, "content": each.content(f"variants.{index}.")}
            for index, each in enumerate(self.variants)
        ]
        return {"kind": VARIANTS, VARIANTS: several}

    @model_validator(mode="after")
    def _sendable(self) -> Self:
        if self.given():
            self.content()
        return self


class ContentRead(ApiModel):
    message: str | None
    template: TemplateRead | None
    media: MediaRead | None

    @staticmethod
    def fields_of(content: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields that show a stored content."""
        kind = content["kind"]
        media = {**content["media"], "type": content["media_type"]} if kind == "media" else {}
        return {
            "message": content["body"] if kind == "text" else None,
            "template": (
                {name: content.get(name, []) for name in TemplateRead.model_fields}
                if kind == "template"
                else None
            ),
            "media": {**dict.fromkeys(MediaRead.model_fields), "caption": content.get("caption")}
            | {name: value for name, value in media.items() if name in MediaRead.model_fields}
            if media
            else None,
        }


class VariantRead(ContentRead):
    name: str
    weight: int


class CampaignContentRead(ContentRead):
    variants: list[VariantRead] | None = Field(description="Instead of one message for all")

    @staticmethod
    def fields_of(content: Mapping[str, Any]) -> dict[str, Any]:
        if content["kind"] != VARIANTS:
            return {**ContentRead.fields_of(content), "variants": None}
        several = [
            {"name": each["name"], "weight": each["weight"], **ContentRead.fields_of(each["content"])}
            for each in content[VARIANTS]
        ]
        return {"message": None, "template": None, "media": None, "variants": several}


_CONTENT: Final[TypeAdapter[OutboundContent]] = TypeAdapter(OutboundContent)


def _require_sendable(document: dict[str, Any], field: str) -> None:
    """Refuse what WhatsApp would refuse for its form, by its field, whatever the placeholders become."""
    found = list(problems(_CONTENT.validate_python(Message(document).stand_in())))
    if not found:
        return
    raise InvalidFields(
        [replace(one, field=f"{field}{_field_of(document['kind'], one.field)}") for one in found]
    )


def _field_of(kind: str, field: str) -> str:
    """Return how a body calls the field of a content."""
    if kind == "text":
        return "message"
    camel = field.replace("provider_media_id", "providerMediaId")
    return f"{kind}.{camel}".replace("media.media", "media")
