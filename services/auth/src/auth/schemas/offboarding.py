"""What a leaving user has under way in a company, and what ended with them."""

from datetime import datetime
from uuid import UUID

from atende_platform.http.models import ApiModel
from auth.schemas.api_keys import ApiKeyRead
from auth.schemas.invitations import InvitationRead
from auth.schemas.users import UserRead


class OpenSessionRead(ApiModel):
    """One sign-in on one device."""

    id: UUID
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    user_agent: str
    address: str


class LeftoverCounts(ApiModel):
    """How many of each there are."""

    sessions: int
    """Where they are signed in to this company."""
    api_keys: int
    """Made by them, and good."""
    invitations: int
    """Sent by them, and good."""


class LeftoversRead(ApiModel):
    """What ends when a user leaves: all is counted, the newest 100 of each kind are listed."""

    user: UserRead
    counts: LeftoverCounts
    sessions: list[OpenSessionRead]
    api_keys: list[ApiKeyRead]
    invitations: list[InvitationRead]


class LeaveDone(ApiModel):
    """The user, who is disabled now, and how much ended with this request."""

    user: UserRead
    ended: LeftoverCounts
