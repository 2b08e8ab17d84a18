"""Business cards (vCard) in the form in which the Cloud API tells them: what an agent needs of one."""

import re
from collections.abc import Iterator
from typing import Any, Final

from gateway.providers.reading import Json, line, name_of

_MAX_CARD: Final = 32 * 1024
"""Characters that are read; a photo may follow."""
_MAX_OF_A_KIND: Final = 10
_SHORT: Final = 200
_PROPERTY: Final = re.compile(r"(?:[A-Za-z0-9-]+\.)?([A-Za-z-]+)((?:;[^:]*)?):(.*)", re.DOTALL)
_PARAM: Final = re.compile(r";([A-Za-z-]+)=\"?([A-Za-z0-9_,-]+)\"?")
_ESCAPED: Final = re.compile(r"\\([\\;,nN])")


def read_card(vcard: Any, display_name: Any) -> Json:
    """Return a card; whatever cannot be read of it is left out, but it always has a name."""
    found: dict[str, list[Json]] = {"phones": [], "emails": [], "urls": [], "addresses": []}
    card: Json = {}
    names: Json = {}
    for name, params, value in _properties(vcard):
        match name:
            case "FN":
                names.setdefault("formatted_name", name_of(value))
            case "N":
                last, first, middle, prefix, suffix = (*_parts(value), "", "", "", "", "")[:5]
                told = {
                    "last_name": last,
                    "first_name": first,
                    "middle_name": middle,
                    "prefix": prefix,
                    "suffix": suffix,
                }
                names.update({key: name_of(part) for key, part in told.items() if name_of(part)})
            case "TEL":
                phone = {"phone": line(value.removeprefix("tel:"), _SHORT), "wa_id": params.get("waid")}
                found["phones"].append(phone | _type(params))
            case "EMAIL":
                found["emails"].append({"email": line(value, _SHORT)} | _type(params))
            case "URL":
                found["urls"].append({"url": line(value)} | _type(params))
            case "ADR":
                _, _, street, city, state, zip_, country = (*_parts(value), *[""] * 7)[:7]
                told = {"street": street, "city": city, "state": state, "zip": zip_, "country": country}
                address = {key: line(part, _SHORT) for key, part in told.items() if part}
                found["addresses"].append(address | _type(params))
            case "ORG":
                company, department = (*_parts(value), "", "")[:2]
                card.setdefault("org", {}).update(_known(company=company, department=department))
            case "TITLE":
                card.setdefault("org", {}).update(_known(title=value))
    shown = names.get("formatted_name") or name_of(display_name)
    shown = shown or " ".join(names[key] for key in ("first_name", "last_name") if key in names)
    names["formatted_name"] = shown or next(
        (one["phone"] for one in found["phones"] if one.get("phone")), "?"
    )
    for kind, of_kind in found.items():
        kept = [{key: part for key, part in one.items() if part} for one in of_kind]
        if any(kept):
            card[kind] = [one for one in kept if one][:_MAX_OF_A_KIND]
    return {"name": names, **{key: part for key, part in card.items() if part}}


def _properties(vcard: Any) -> Iterator[tuple[str, dict[str, str], str]]:
    if not isinstance(vcard, str):
        return
    unfolded = re.sub(r"\r?\n[ \t]", "", vcard[:_MAX_CARD])
    for text in unfolded.splitlines():
        match = _PROPERTY.fullmatch(text)
        if match is None:
            continue
        name, params, value = match[1].upper(), match[2], match[3].strip()
        if value:
            yield name, {key.lower(): part for key, part in _PARAM.findall(params)}, _unescaped(name, value)


def _unescaped(name: str, value: str) -> str:
    # Values of several parts are divided first.
    return value if name in ("N", "ADR", "ORG") else _plain(value)


def _parts(value: str) -> list[str]:
    return [_plain(part).strip() for part in re.split(r"(?<!\\);", value)[:20]]


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda match: " " if match[1] in "nN" else match[1], value)


def _type(params: dict[str, str]) -> Json:
    kind = params.get("type", "").split(",")[0]
    return {"type": kind.upper()} if kind else {}


def _known(**parts: str) -> Json:
    return {key: line(part, _SHORT) for key, part in parts.items() if part}
