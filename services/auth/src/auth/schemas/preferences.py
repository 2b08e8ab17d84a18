"""How a person wants the console: what it shows, how it is typed in, and when it rings."""

from typing import Annotated, Literal

from pydantic import Field

from atende_platform.http.models import ApiModel, example

Language = Literal["pt", "en"]
Theme = Literal["system", "light", "dark"]
Density = Literal["comfortable", "compact"]
AfterClosing = Literal["next", "stay"]
Attention = Literal["off", "mine", "unassigned", "all"]
"""Whose tickets: ``unassigned`` are mine and those that nobody has."""
Volume = Annotated[int, Field(ge=0, le=100)]


class Preferences(ApiModel):
    """They belong to your login: they are the same in all your companies."""

    language: Language | None = None
    """Null: the company's."""
    theme: Theme = "system"
    density: Density = "comfortable"
    enter_sends: bool = True
    """Whether Enter sends a message; else Ctrl+Enter does."""
    single_keys: bool = True
    """Whether single keys are shortcuts (WCAG 2.1.4)."""
    after_closing: AfterClosing = "next"
    """What is shown when a ticket was closed: the next one, or the same."""
    sound: Attention = "mine"
    """Of whose tickets new messages are heard."""
    volume: Volume = 60
    """Of the sound, in percent."""
    notifications: Attention = "off"
    """Of whose tickets new messages show as notifications of the browser."""


class PreferencesUpdate(Preferences):
    """What is absent stays as it is."""

    model_config = example({"theme": "dark", "sound": "mine", "volume": 80})
