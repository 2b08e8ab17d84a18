"""Whether WhatsApp takes the files that a campaign names, as far as it is known before they are sent."""

from collections.abc import Iterator, Mapping
from mimetypes import guess_type
from typing import Any, NamedTuple, cast
from urllib.parse import urlsplit
from uuid import UUID

from atende_contracts.field_errors import FieldError
from atende_contracts.limits import MEDIA, MEDIA_ID, MediaKind, file_problems, of_known_file
from atende_contracts.words import Words
from campaign.domain.variants import VARIANTS


class KnownFile(NamedTuple):
    """A file that was uploaded to be sent."""

    mime_type: str
    size: int


class NamedFile(NamedTuple):
    """A file as a campaign names it: one of ours, or at an address."""

    place: str
    """Where in the campaign's body it is."""
    kind: MediaKind
    media_id: UUID | None
    url: str | None


def files_of(content: Mapping[str, Any]) -> list[NamedFile]:
    """Return the files that a campaign names."""
    if content["kind"] == VARIANTS:
        return [
            file._replace(place=f"variants.{index}.{file.place}")
            for index, each in enumerate(content[VARIANTS])
            for file in files_of(each["content"])
        ]
    return list(_files(content))


def _files(content: Mapping[str, Any]) -> Iterator[NamedFile]:
    if content["kind"] == "media":
        media = content["media"]
        yield _named("media", content["media_type"], media.get("id"), media.get("url"))
    elif content["kind"] == "template":
        for component in content.get("components", ()):
            for parameter in component.get("parameters", ()):
                kind = parameter.get("type")
                if component.get("type") == "header" and kind in MEDIA:
                    value = parameter[kind]
                    yield _named("template.header", kind, value.get(MEDIA_ID), value.get("link"))


def _named(place: str, kind: str, media_id: str | None, url: str | None) -> NamedFile:
    return NamedFile(place, cast("MediaKind", kind), None if media_id is None else UUID(str(media_id)), url)


def unsendable(file: NamedFile, known: KnownFile | None) -> Iterator[FieldError]:
    """Yield why WhatsApp would refuse a file of ours."""
    if known is not None:
        for problem in file_problems("", file.kind, mime_type=known.mime_type, size=known.size):
            yield of_known_file(problem, f"{file.place}.id", known.mime_type, known.size)


def doubtful(file: NamedFile, known: KnownFile | None) -> Iterator[FieldError]:
    """Yield why WhatsApp might refuse a file, as far as its name shows."""
    if file.media_id is not None and known is None:
        yield FieldError.of(f"{file.place}.id", "file_unknown")
    if file.url is not None and "{{" not in file.url:
        mime_type, _ = guess_type(urlsplit(file.url).path)
        for problem in file_problems("", file.kind, mime_type=mime_type, size=None):
            yield FieldError(
                f"{file.place}.url",
                problem.code,
                {**problem.params, "type": str(mime_type)},
                Words(
                    f"{problem.words.pt} Este endereço parece ser {mime_type}.",
                    f"{problem.words.en} This address looks like {mime_type}.",
                ),
            )
