"""A template as an agent chooses one."""

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from atende_contracts.template_texts import text_of
from atende_platform.http.fields import one_of
from atende_platform.http.models import ApiModel

if TYPE_CHECKING:
    from chat.templates.models import TemplateCopy


class HeaderValues(ApiModel):
    format: str
    """`TEXT`, or what has to be given: `IMAGE`, `VIDEO`, `DOCUMENT`, `GIF`, `LOCATION`."""
    variables: list[str]


class ButtonValues(ApiModel):
    index: int
    type: Annotated[str, one_of(["URL", "COPY_CODE", "QUICK_REPLY", "FLOW"])]
    """`URL` and `COPY_CODE` must be given their value; a `QUICK_REPLY` and a `FLOW` may be."""
    variables: list[str]


class TemplateValues(ApiModel):
    """Which values a message of the template gives. Variables are numbers or names, as it has them."""

    header: HeaderValues | None
    body: list[str]
    buttons: list[ButtonValues]
    limited_time_offer: bool
    cards: int
    """How many cards its carousel has; 0 without one."""


class SendableTemplate(ApiModel):
    """An approved template of a ticket's channel."""

    id: UUID
    name: str
    language: str
    category: str
    parameter_format: Annotated[str, one_of(["POSITIONAL", "NAMED"])]
    parameters: TemplateValues
    components: list[dict[str, Any]] | None
    """As Meta defines them; null while only `parameters` are known here."""
    text: str | None
    """What it says, with its variables as they stand in it (`{{1}}`)."""

    @classmethod
    def of(cls, row: "TemplateCopy") -> "SendableTemplate":
        """Return a template as it is chosen."""
        return cls(
            id=row.template_id,
            name=row.name,
            language=row.language,
            category=row.category,
            parameter_format=row.parameter_format,
            parameters=TemplateValues.model_validate(row.needs, by_name=True),
            components=row.components,
            text=None if row.components is None else text_of(row.components, []),
        )
