"""Templates of a WhatsApp business account, through Meta's Graph API."""

import re
from typing import Any, Final

from gateway.domain.channels import ChannelAccess
from gateway.domain.errors import ProviderAway, ProviderRefusal
from gateway.domain.templates import PENDING, Draft, Template
from gateway.providers.cloud.graph import Graph, Json
from gateway.providers.reading import provider_id

_FIELDS: Final = "id,name,language,category,status,quality_score,rejected_reason,parameter_format,components"
_NAME: Final = re.compile(r"[!-~]{1,512}")
_PAGE: Final = 50
_MAX_PAGES: Final = 400
"""Three times what an account may have."""
_BAD_CURSOR: Final = 131059
_NO_SUCH_TEMPLATE: Final = 2593002


class CloudTemplates:
    """The templates of WhatsApp business accounts."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def read_all(self, channel: ChannelAccess) -> list[Template]:
        """Return every template of the account, page by page. Raises `ProviderAway` or `ProviderRefusal`."""
        try:
            return await self._read_pages(channel)
        except ProviderRefusal as refusal:
            if refusal.error.code != _BAD_CURSOR:
                raise
        return await self._read_pages(channel)  # The account changed meanwhile: from the beginning.

    async def _read_pages(self, channel: ChannelAccess) -> list[Template]:
        found: dict[str, Template] = {}
        query = {"fields": _FIELDS, "limit": str(_PAGE)}
        for _ in range(_MAX_PAGES):
            page = await self._graph.call(channel, "GET", _edge(channel), query=query)
            items = page.get("data")
            if not isinstance(items, list):
                # An answer that is no list must not make every template look deleted.
                raise ProviderAway("a list of templates without templates")
            for template in map(_template, items):
                if template is not None:
                    found[template.provider_template_id] = template
            paging = page.get("paging")
            cursors = paging.get("cursors") if isinstance(paging, dict) and paging.get("next") else None
            after = cursors.get("after") if isinstance(cursors, dict) else None
            if not isinstance(after, str):
                return list(found.values())
            query["after"] = after
        raise ProviderAway("a list of templates without an end")

    async def create(self, channel: ChannelAccess, draft: Draft) -> Template:
        """Make a template, once. Raises `ProviderRefusal`, or `ProviderAway`: it may have been made."""
        body = {
            "name": draft.name,
            "language": draft.language,
            "category": draft.category,
            "parameter_format": draft.parameter_format,
            "components": draft.components,
        }
        answer = await self._graph.call(channel, "POST", _edge(channel), body=body)
        template_id = provider_id(answer.get("id"))
        if template_id is None:
            raise ProviderAway("no id of the new template")
        return Template(
            provider_template_id=template_id,
            name=draft.name,
            language=draft.language,
            category=_word(answer.get("category")) or draft.category,
            status=_word(answer.get("status")) or PENDING,
            parameter_format=draft.parameter_format,
            components=draft.components,
        )

    async def edit(self, channel: ChannelAccess, template_id: str, changes: Json) -> None:
        """Change a template, once; it is reviewed again. Raises `ProviderRefusal` or `ProviderAway`."""
        await self._graph.call(channel, "POST", template_id, body=changes)

    async def delete(self, channel: ChannelAccess, template_id: str, name: str) -> None:
        """Delete a template in its one language; one that is gone already is deleted."""
        try:
            await self._graph.call(
                channel, "DELETE", _edge(channel), query={"hsm_id": template_id, "name": name}
            )
        except ProviderRefusal as refusal:
            if refusal.subcode != _NO_SUCH_TEMPLATE:
                raise


def _edge(channel: ChannelAccess) -> str:
    return f"{channel.waba_id}/message_templates"


def _template(item: Any) -> Template | None:
    """Return a template of a list; None for what is none that could be used."""
    if not isinstance(item, dict):
        return None
    texts = {name: item.get(name) for name in ("id", "name", "language", "category", "status")}
    if not all(isinstance(text, str) and text for text in texts.values()):
        return None
    if provider_id(texts["id"]) is None or not _NAME.fullmatch(str(texts["name"])):
        return None
    quality, components = item.get("quality_score"), item.get("components")
    reason = _word(item.get("rejected_reason"))
    return Template(
        provider_template_id=str(texts["id"]),
        name=str(texts["name"]),
        language=str(texts["language"])[:100],
        category=str(texts["category"])[:100],
        status=str(texts["status"])[:100],
        parameter_format="NAMED" if str(item.get("parameter_format")).upper() == "NAMED" else "POSITIONAL",
        components=[one for one in components if isinstance(one, dict)]
        if isinstance(components, list)
        else [],
        quality=_word(quality.get("score")) if isinstance(quality, dict) else None,
        rejected_reason=None if reason == "NONE" else reason,
    )


def _word(value: Any) -> str | None:
    return value[:100] if isinstance(value, str) and value else None
