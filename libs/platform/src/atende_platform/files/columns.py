"""What the columns of people's files mean, by the names that spreadsheets, Google, Outlook and others give.

A name is compared without case, accents and punctuation: ``Celular:`` and ``CELULAR`` are one.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple, Self

from atende_contracts.field_errors import Invalid
from atende_platform.files.spreadsheets import plain_cell

Detail = Literal["email", "organization", "externalId", "notes"]
"""What a contact has and an audience does not: there such a column is a further one."""
Use = Literal["phone", "areaCode", "name", "tags", "userId", "channelId", Detail, "field", "ignored"]
MAX_FIELD_NAME: Final = 100
MAX_SHOWN: Final = 200
EXPLICIT_FIELD: Final = "field:"
"""Before the name of a further column that would be taken for something else."""

_FULL_NAMES: Final = (
    "name", "nome", "nombre", "full name", "nome completo", "nombre completo", "display name", "contact name",
    "nome do contato", "nome do cliente", "cliente", "contato", "contact", "nome fantasia", "razao social",
)  # fmt: skip
_GIVEN_NAMES: Final = ("given name", "first name", "primeiro nome", "prenome")
_FURTHER_NAMES: Final = (
    "additional name", "middle name", "segundo nome", "nome do meio",
    "family name", "last name", "surname", "sobrenome", "apellido", "apellidos", "ultimo nome",
)  # fmt: skip
_TAGS: Final = (
    "tags", "tag", "etiquetas", "etiqueta", "labels", "label", "group membership", "categories", "categorias",
    "marcadores", "grupos", "grupo",
)  # fmt: skip
_USER_IDS: Final = ("bsuid", "user id", "userid", "id do usuario", "whatsapp user id")
_CHANNEL_IDS: Final = ("channelid", "channel id")
_DETAILS: Final[Mapping[Detail, Sequence[str]]] = {
    "email": (
        "email", "e mail", "mail", "email address", "e mail address", "endereco de email", "primary email",
        "e mail 1 value", "email 1 value", "correo", "correo electronico",
    ),
    "organization": (
        "organization", "organisation", "organization name", "organization 1 name", "company", "company name",
        "empresa", "nome da empresa", "organizacao", "organizacion",
    ),
    "externalId": (
        "external id", "id externo", "codigo externo", "customer id", "id do cliente", "codigo do cliente",
    ),
    "notes": ("notes", "note", "notas", "observacoes", "observacao", "observaciones", "obs", "anotacoes"),
}  # fmt: skip
_CONTACT: Final = ("contato", "contacto", "contact")
_AREAS: Final = ("ddd", "area code", "codigo de area")

_WHATSAPP: Final = {"whatsapp", "whats", "whatsap", "wpp", "zap", "zapzap", "wa"}
_MOBILE: Final = {"celular", "celulares", "cel", "mobile", "cell", "cellphone", "movel", "movil", "telemovel"}
_PHONE: Final = {
    "telefone", "telefones", "fone", "fones", "tel", "phone", "phones", "telephone", "telefono", "telefonos",
    "tfno",
}  # fmt: skip
_NUMBER: Final = {"numero", "number", "num", "no", "nro", "n"}
_LANDLINE: Final = {
    "fixo", "fijo", "landline", "residencial", "comercial", "home", "business", "work", "casa", "trabalho",
    "company", "empresa", "fax", "other", "outro",
}  # fmt: skip
_MORE: Final = {
    "de", "do", "da", "del", "of", "com", "con", "with", "e", "ou", "or", "and", "the", "ddd", "ddi",
    "principal", "primary", "main", "value", "valor", "contato", "contacto", "contact", "cliente",
    "clientes", "customer", "pessoal", "personal", "particular", "e164", "completo", "full",
}  # fmt: skip
_KINDS: Final = {"type", "tipo", "label", "rotulo"}
_NOT_READ: Final = "#"
"""Before the names of columns that a file of rejected rows has in front: it may be sent again, corrected."""
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_VALUE_OF: Final = re.compile(r"(.+ [0-9]+) value")


class PhoneColumn(NamedTuple):
    position: int
    rank: int
    """What is most likely on WhatsApp comes first: 0 WhatsApp, 1 mobile, 2 any phone, 3 landline."""
    kind: int | None
    """The column that says of this one's numbers what they are, as in Google's files."""


class ColumnUse(NamedTuple):
    """What a column of a file is used for."""

    column: str
    use: Use


class Mapped(NamedTuple):
    """What the user chose to use a column for, by its position."""

    position: int
    use: Use
    field: str | None = None
    """The name of a further column; absent: its own."""


class Reading(NamedTuple):
    """How the user describes a file: whether its first row is one of data, and what columns are used for."""

    has_header: bool = True
    columns: Sequence[Mapped] = ()

    def stored(self) -> dict[str, Any]:
        return {"hasHeader": self.has_header, "columns": [list(each) for each in self.columns]}

    @classmethod
    def of(cls, stored: dict[str, Any] | None) -> Self | None:
        """Return what was stored of a file; None of one whose columns are used as their names say."""
        if stored is None:
            return None
        return cls(stored["hasHeader"], [Mapped(*each) for each in stored["columns"]])


class MappingInvalid(Invalid):
    """A mapping that cannot be: ``place`` is the position of what is wrong in it; None: all of it."""

    def __init__(self, place: int | None, code: str, **params: str | int) -> None:
        super().__init__(code, **params)
        self.place = place


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a person are in a row."""

    phones: Sequence[PhoneColumn] = ()
    """The one that counts first."""
    area: int | None = None
    name: int | None = None
    name_parts: Sequence[int] = ()
    """Given name first; put together where there is no name."""
    is_given_first: bool = False
    """There is a column for given names: ``name`` then is the whole name."""
    tags: int | None = None
    user_id: int | None = None
    channel_id: int | None = None
    details: Mapping[Detail, int] = field(default_factory=dict)
    fields: Sequence[tuple[str, int]] = ()
    """Further columns by their names, which differ."""
    unusable: Sequence[str] = ()
    """Names that are too long, or that a further column has already."""
    ignored: Sequence[int] = ()


def rate(header: Sequence[str]) -> int:
    """Return how many columns of a row are understood, 0 if no person is named: it is no header then."""
    layout = layout_of(header)
    if not layout.phones and layout.user_id is None:
        return 0
    known = (layout.name, layout.tags, layout.user_id, layout.area)
    return len(layout.phones) + len(layout.name_parts) + sum(each is not None for each in known)


def layout_of(header: Sequence[str], details: Collection[Detail] = ()) -> Layout:
    """Return what the columns of a header mean; those of other ``details`` are further ones."""
    names = [folded(cell) for cell in header]
    phones = _phones(names, header)
    name = _first(names, _FULL_NAMES)
    contact = _first(names, _CONTACT)
    if not phones and contact not in (None, name):
        phones = [PhoneColumn(contact or 0, 2, None)]  # Beside names, and without another column of phones.
    given = _first(names, _GIVEN_NAMES)
    further = [position for wanted in _FURTHER_NAMES for position in _all(names, wanted)]
    parts = ([given] if given is not None else []) + further
    singles = {
        "tags": _first(names, _TAGS),
        "user_id": _first(names, _USER_IDS),
        "channel_id": _first(names, _CHANNEL_IDS),
        "area": _first(names, _AREAS) if phones else None,
    }
    kinds = {each.kind for each in phones if each.kind is not None}
    used = {each.position for each in phones} | kinds | set(parts) | {name, *singles.values()}
    known = _details(names, header, details, used)
    used |= set(known.values())
    fields, unusable, ignored = _further(header, used)
    return Layout(
        phones=phones,
        name=name,
        name_parts=parts,
        is_given_first=given is not None,
        details=known,
        fields=fields,
        unusable=unusable,
        ignored=sorted(ignored | kinds),
        **singles,
    )


def uses_of(header: Sequence[str], layout: Layout) -> dict[int, ColumnUse]:
    """Return what each column is used for, by its position; those without a name have its number."""
    uses: dict[int, Use] = dict.fromkeys(layout.ignored, "ignored")
    uses |= {position: "field" for _, position in layout.fields}
    uses |= {each.position: "phone" for each in layout.phones}
    uses |= dict.fromkeys(layout.name_parts, "name")
    singles: Iterable[tuple[int | None, Use]] = (
        (layout.name, "name"),
        (layout.area, "areaCode"),
        (layout.tags, "tags"),
        (layout.user_id, "userId"),
        (layout.channel_id, "channelId"),
    )
    uses |= {position: use for position, use in singles if position is not None}
    uses |= {position: detail for detail, position in layout.details.items()}
    return {
        position: ColumnUse(cell.strip()[:MAX_SHOWN] or f"({position + 1})", uses[position])
        for position, cell in enumerate(header)
    }


_SINGLES: Final[Mapping[Use, str]] = {
    "areaCode": "area", "tags": "tags", "userId": "user_id", "channelId": "channel_id",
}  # fmt: skip


def mapped(header: Sequence[str], layout: Layout, mapping: Sequence[Mapped]) -> Layout:
    """Return a layout with the columns that the user mapped; the others stay as they were guessed.

    What was guessed gives way: where a column is said to be that of tags, the one that looked like it becomes
    a further one. Raises `MappingInvalid`, also when no column is left by which people can be known.
    """
    said = _said(header, mapping)
    guessed = {position: use.use for position, use in uses_of(header, layout).items()}
    uses = {position: said[position].use if position in said else use for position, use in guessed.items()}
    for use in {each.use for each in mapping} & {*_SINGLES, *_DETAILS}:
        uses |= {at: "field" for at, is_ in guessed.items() if is_ == use and at not in said}
    phones = [each for each in layout.phones if uses[each.position] == "phone"]
    known = {each.position for each in phones}
    phones += [PhoneColumn(at, 2, None) for at, use in uses.items() if use == "phone" and at not in known]
    names = [at for at in (layout.name, *layout.name_parts) if at is not None and uses[at] == "name"]
    names += [at for at, use in uses.items() if use == "name" and at not in names]
    has_whole = layout.name in names
    fields = _named_fields(header, uses, said, mapping)
    dropped = {at for at, use in uses.items() if use == "field"} - {at for _, at in fields}
    singles = {each: at for at, use in uses.items() if (each := _SINGLES.get(use))}
    details = {detail: at for detail in _DETAILS for at, use in uses.items() if use == detail}
    if not phones and "user_id" not in singles and "externalId" not in details:
        raise MappingInvalid(None, "people_unnamed")
    return Layout(
        phones=sorted(
            (
                each if each.kind is None or uses[each.kind] == "ignored" else each._replace(kind=None)
                for each in phones
            ),
            key=lambda each: (each.rank, each.position),
        ),
        area=singles.get("area"),
        name=layout.name if has_whole else None,
        name_parts=names[1:] if has_whole else names,
        is_given_first=layout.is_given_first and set(layout.name_parts) <= set(names),
        tags=singles.get("tags"),
        user_id=singles.get("user_id"),
        channel_id=singles.get("channel_id"),
        details=details,
        fields=fields,
        ignored=sorted({at for at, use in uses.items() if use == "ignored"} | dropped),
    )


def _said(header: Sequence[str], mapping: Sequence[Mapped]) -> dict[int, Mapped]:
    said: dict[int, Mapped] = {}
    taken: set[Use] = set()
    for place, each in enumerate(mapping):
        if each.position >= len(header):
            raise MappingInvalid(place, "column_unknown", columns=len(header))
        if each.position in said:
            raise MappingInvalid(place, "column_mapped_twice")
        if each.use in taken:
            raise MappingInvalid(place, "use_taken", use=each.use)
        if each.use in _SINGLES or each.use in _DETAILS:
            taken.add(each.use)
        said[each.position] = each
    return said


def _named_fields(
    header: Sequence[str], uses: Mapping[int, Use], said: Mapping[int, Mapped], mapping: Sequence[Mapped]
) -> list[tuple[str, int]]:
    """Return the further columns by their names. Raises `MappingInvalid` for one that is missing or taken."""
    fields: dict[str, int] = {}
    places = {each.position: place for place, each in enumerate(mapping)}
    # Those that were named come first: a guessed column of the same name is left out.
    for at in sorted((at for at, use in uses.items() if use == "field"), key=lambda at: (at not in said, at)):
        given = said[at].field if at in said else None
        name = " ".join((given or field_name(header[at])).split())
        if name and name not in fields and len(name) <= MAX_FIELD_NAME:
            fields[name] = at
        elif at in said:
            if name in fields:
                raise MappingInvalid(places[at], "field_name_taken")
            raise MappingInvalid(places[at], "field_unnamed", most=MAX_FIELD_NAME)
    return sorted(fields.items(), key=lambda each: each[1])


def folded(name: str) -> str:
    """Return a column's name as it is compared."""
    spelt = _CAMEL.sub(" ", name.replace("WhatsApp", "whatsapp").replace("º", "o").replace("°", "o"))
    plain = unicodedata.normalize("NFKD", spelt).casefold()
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(re.findall(r"[^\W_]+", letters))


def _first(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((names.index(name) for name in wanted if name in names), None)


def _details(
    names: Sequence[str], header: Sequence[str], details: Collection[Detail], used: Collection[int | None]
) -> dict[Detail, int]:
    free = {
        name: position
        for position, name in reversed([*enumerate(names)])
        if position not in used and not header[position].strip().casefold().startswith(EXPLICIT_FIELD)
    }
    found = {
        detail: next((free[name] for name in _DETAILS[detail] if name in free), None) for detail in details
    }
    return {detail: position for detail, position in found.items() if position is not None}


def _all(names: Sequence[str], wanted: str) -> list[int]:
    return [position for position, name in enumerate(names) if name == wanted]


def _phones(names: Sequence[str], header: Sequence[str]) -> list[PhoneColumn]:
    found = []
    for position, name in enumerate(names):
        if header[position].strip().casefold().startswith(EXPLICIT_FIELD) or name in _USER_IDS:
            continue
        rank = _rank(set(name.split()) - {digit for digit in name.split() if digit.isdecimal()})
        if rank is not None:
            found.append(PhoneColumn(position, rank, _kind_of(names, name)))
    return sorted(found, key=lambda each: (each.rank, each.position))


def _rank(words: set[str]) -> int | None:
    """Return the rank of a column of phones by the words of its name; None for any other column."""
    if words - _WHATSAPP - _MOBILE - _PHONE - _NUMBER - _LANDLINE - _MORE:
        return None
    if words & _WHATSAPP:
        return 0
    if words & _MOBILE:
        return 1
    if words & _PHONE:
        return 3 if words & _LANDLINE else 2
    is_number = words and words <= _NUMBER | {"de", "contato", "contacto", "contact"} and words & _NUMBER
    return 2 if is_number and words != {"n"} else None


def rank_of_kind(kind: str) -> int:
    """Return the rank of a phone by what a file says it is: ``Mobile``, ``Celular``, ``Home``."""
    words = set(folded(kind).split())
    if words & _WHATSAPP:
        return 0
    if words & _MOBILE:
        return 1
    return 3 if words & _LANDLINE else 2


def _kind_of(names: Sequence[str], name: str) -> int | None:
    """Return the column with the kind of a phone: ``Phone 1 - Type`` of ``Phone 1 - Value``."""
    value = _VALUE_OF.fullmatch(name)
    wanted = {f"{value[1]} {kind}" for kind in _KINDS} if value else set()
    return next((position for position, other in enumerate(names) if other in wanted), None)


def _further(
    header: Sequence[str], used: Iterable[int | None]
) -> tuple[list[tuple[str, int]], list[str], set[int]]:
    """Return the further columns by their names, names that cannot be used, and columns that are ignored."""
    taken = set(used)
    fields: dict[str, int] = {}
    unusable: list[str] = []
    ignored: set[int] = set()
    for position, cell in enumerate(header):
        if position in taken:
            continue
        name = field_name(cell)
        if not name or is_not_read(cell):
            ignored.add(position)
        elif name in fields or len(name) > MAX_FIELD_NAME:
            unusable.append(name[:MAX_FIELD_NAME])
            ignored.add(position)
        else:
            fields[name] = position
    return list(fields.items()), unusable, ignored


def is_not_read(cell: str) -> bool:
    """Tell whether a column is one that a file of rejected rows has in front."""
    return plain_cell(cell).startswith(_NOT_READ)


def field_name(cell: str) -> str:
    """Return the name of a further column."""
    name = " ".join(plain_cell(cell).split())
    name = "".join(character for character in name if character.isprintable())
    return name[len(EXPLICIT_FIELD) :].strip() if name.casefold().startswith(EXPLICIT_FIELD) else name
