"""Settings from files: ``DATABASE_URL_FILE`` names a file whose text is ``DATABASE_URL``.

So a secret need not stand in a process's environment, which anyone reads who may look at containers: Docker's
and Swarm's secrets, Kubernetes' mounted ones and those of a vault's agent are files.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import InitErrorDetails, PydanticCustomError
from pydantic_settings import PydanticBaseSettingsSource

_SUFFIX: Final = "_FILE"
_SECRET: Final = re.compile(r"^[A-Z_]+_(URL|PASSWORD)_FILE$")


def _text_of(name: str, file: str) -> str:
    """Return what is in a file, without the line break at its end; ``ValueError`` says what is wrong."""
    try:
        text = Path(file).read_text(encoding="utf-8").removesuffix("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise ValueError(f"{name} cannot be read: {reason}") from error
    if not text:
        raise ValueError(f"{name} is empty")
    return text


class SecretFiles(PydanticBaseSettingsSource):
    """A source of settings: for each field ``name`` the file that ``NAME_FILE`` names, if it names one."""

    def __init__(self, settings_cls: Any, environment: Mapping[str, str]) -> None:
        super().__init__(settings_cls)
        self._environment = environment

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Return the text of the field's file."""
        name = field_name.upper()
        file = self._environment.get(name + _SUFFIX, "")
        # A setting that is a file itself, such as JWT_KEYS_FILE, has a name of its own.
        if not file or f"{field_name}_file" in self.settings_cls.model_fields:
            return None, field_name, False
        if self._environment.get(name):
            raise ValueError(f"{name} and {name}{_SUFFIX} are both set: which one?")
        return _text_of(name + _SUFFIX, file), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Return all fields that are in files; ``ValidationError`` names every one that cannot be had."""
        found: dict[str, Any] = {}
        wrong: list[InitErrorDetails] = []
        for name, field in self.settings_cls.model_fields.items():
            if name in self.current_state:
                continue
            try:
                value, key, _ = self.get_field_value(field, name)
            except ValueError as error:
                # The words have no value in them, and braces would be placeholders.
                words = str(error).replace("{", "(").replace("}", ")")
                kind = PydanticCustomError("secret_file", words)
                wrong.append(InitErrorDetails(type=kind, loc=(name,), input=None))
            else:
                if value is not None:
                    found[key] = value
        if wrong:
            raise ValidationError.from_exception_data(self.settings_cls.__name__, wrong, hide_input=True)
        return found


def with_files(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment with the URLs and passwords for which it names files; for steps of a rollout."""
    given = dict(environment)
    for variable, file in environment.items():
        name = variable.removesuffix(_SUFFIX)
        if file and _SECRET.match(variable):
            if given.get(name):
                raise ValueError(f"{name} and {variable} are both set: which one?")
            given[name] = _text_of(variable, file)
    return given
