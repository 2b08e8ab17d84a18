"""What a campaign would say, to whom, and how its variants did."""

from datetime import datetime
from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import AliasChoices, Field, StringConstraints, model_validator

from atende_contracts.field_errors import FIELD_ERRORS, FieldError, Invalid, invalid
from atende_platform.http.fields import ONE_LINE, STATUS, STORABLE, former_state, one_of
from atende_platform.http.models import ApiModel, example
from atende_platform.http.reasons import ReasonRead
from campaign.domain.states import RecipientStatus
from campaign.schemas.audience import Segment
from campaign.schemas.content import CampaignContentBody, ContentRead
from campaign.schemas.recipients import ErrorRead, RecipientReason

MAX_SAMPLES: Final = 20
_VariantName = Annotated[str, StringConstraints(min_length=1, max_length=40), ONE_LINE]


class PreviewAsk(ApiModel):
    model_config = example({"contactId": "01980a2e-5b7c-7cc1-a4c8-3f1d2b6e9a10"})

    contact_id: UUID


class SamplesAsk(CampaignContentBody):
    """For whom, and what: an audience or a campaign's, and a content or a campaign's."""

    model_config = example(
        {
            "message": "Olá {{first_name|cliente}}, o pedido {{pedido}} chegou.",
            "segment": {"tag": "vip"},
            "limit": 3,
        }
    )

    campaign_id: UUID | None = Field(
        default=None, description="Whose audience is sampled, and what is said unless a content is given"
    )
    contact_ids: list[UUID] | None = Field(default=None, min_length=1, max_length=MAX_SAMPLES)
    segment: Segment | None = None
    segment_id: UUID | None = Field(default=None, description="A saved segment, as it is now")
    source_id: UUID | None = Field(
        default=None, description="One part of the campaign's audience, such as a file, instead of all"
    )
    limit: int = Field(default=5, ge=1, le=MAX_SAMPLES)

    @model_validator(mode="after")
    def _whom_and_what(self) -> Self:
        audiences = {"contactIds": self.contact_ids, "segment": self.segment, "segmentId": self.segment_id}
        others = sum(each is not None for each in audiences.values())
        if others > 1 or (others == 0 and self.campaign_id is None):
            raise invalid("give_one_of", fields=f"campaignId, {', '.join(audiences)}")
        if self.source_id is not None and (others or self.campaign_id is None):
            raise invalid("give_some_of", fields="campaignId")
        contents = len(self.given())
        if contents > 1 or (contents == 0 and self.campaign_id is None):
            raise invalid("give_one_of", fields="message, template, media, variants")
        return self


class RenderingProblem(ReasonRead):
    """Why a message cannot be made."""

    code: Annotated[str, one_of(FIELD_ERRORS)] = Field(description="Stable")

    @classmethod
    def of(cls, error: Invalid) -> Self:
        """Return an error as it is shown."""
        words = error.at("").words
        return cls(code=error.code, params=dict(error.params), pt=words.pt, en=words.en)


class RenderedRead(ContentRead):
    """One of the campaign's messages for one person; without a message ``problem`` says why."""

    variant: str | None = Field(description="Null when the campaign has only one message")
    chosen: bool = Field(description="It is the one that this contact is going to get")
    problem: str | None = Field(description="`problemReason` in English")
    problem_reason: RenderingProblem | None


class PreviewRead(ApiModel):
    contact_id: UUID
    window_open_until: datetime | None = Field(
        description="Until when the contact can, or could, get more than templates on this channel;"
        " null: they never wrote to it"
    )
    template_needed: bool = Field(
        description="The contact's window is closed, and what they are going to get is no template"
    )
    messages: list[RenderedRead]


class SampleRead(ApiModel):
    """One person of an audience, and what they would get."""

    contact_id: UUID | None = Field(description="Null for a row of a file that is no contact's")
    name: str | None
    phone: str | None
    variables: dict[str, str] = Field(description="What may stand in `{{…}}`, by name")
    messages: list[RenderedRead]


class SamplesRead(ApiModel):
    items: list[SampleRead]
    uses: list[str] = Field(description="The variables that the content uses")


class TestSendAsk(ApiModel):
    model_config = example({"phone": "+55 11 98765-4321"})

    phone: Annotated[str, StringConstraints(min_length=3, max_length=40), STORABLE]
    variant: _VariantName | None = Field(default=None, description="Absent: the one that this person gets")
    contact_id: UUID | None = Field(
        default=None, description="Whose values are filled in; absent: those of the contact with this phone"
    )


class TestSendRead(ContentRead):
    """What is on its way. It is no recipient of the campaign, and counted nowhere in it."""

    send_id: UUID
    phone: str
    variant: str | None


TestStatus = Literal[
    "dispatched", "accepted", "sent", "delivered", "read", "failed", "unconfirmed", "suppressed", "returned"
]


class TestSendStateRead(ApiModel):
    """The outcome of a test."""

    send_id: UUID
    phone: str
    variant: str | None
    by: UUID
    created_at: datetime
    status: TestStatus = Field(
        validation_alias=STATUS,
        description="`suppressed`: the owner of the phone has opted out; `returned`: the channel could not"
        " send just then, and the test is not sent any more",
    )
    state: TestStatus = former_state()
    status_at: datetime | None = Field(validation_alias=AliasChoices("status_at", "state_at"))
    state_at: datetime | None = Field(
        deprecated=True, description="The same as `statusAt`, by its old name. The next version drops it"
    )
    reason: RecipientReason | None
    reason_words: ReasonRead | None
    error: ErrorRead | None = Field(description="The provider's error")


class ProblemRead(ApiModel):
    contact_id: UUID | None = Field(description="Null for a phone of a file that is no contact's")
    phone: str | None
    problem: str = Field(description="`problemReason` in English")
    problem_reason: RenderingProblem


class RenderingEstimate(ApiModel):
    checked: int = Field(description="For how many targets a message was made to see whether it can be")
    all: bool = Field(description="Those were all targets; else they are a sample, drawn by chance")
    not_renderable: int = Field(description="Of those that were checked")
    examples: list[ProblemRead]


class ContentProblemRead(ReasonRead):
    """What is wrong with the message, for all recipients."""

    field: str
    code: Annotated[str, one_of(FIELD_ERRORS)] = Field(description="Stable")
    message: str = Field(description="As `en`")

    @classmethod
    def of(cls, error: FieldError) -> Self:
        """Return an error as it is shown."""
        return cls(
            field=error.field,
            message=error.words.en,
            code=error.code,
            params=dict(error.params),
            pt=error.words.pt,
            en=error.words.en,
        )


class EstimateRead(ApiModel):
    """What would happen if the campaign were started now, with all parts of its audience."""

    targets: int
    not_found: int = Field(description="Targets without a contact, or whose contact cannot be written to")
    duplicates: int = Field(description="Targets that are a person who is another target, too")
    opted_out: int
    recipients: int = Field(description="Who is left; those who cannot be rendered are not taken off")
    out_of_window: int = Field(
        description="Of the recipients, who did not write to this number in the 24 hours before the start:"
        " only a template reaches them"
    )
    template_needed: bool = Field(
        description="Some are out of the window and it is no template: a start has to confirm that"
    )
    messages_per_second: float
    seconds: float = Field(description="At the rate of the channel, or the campaign's if that is lower")
    rendering: RenderingEstimate
    problems: list[ContentProblemRead] = Field(
        description="Why its templates and files could not be sent now, and those that are not known"
    )


class VariantCounts(ApiModel):
    name: str
    weight: int
    total: int
    counts: dict[RecipientStatus, int]
