"""Pydantic's error types, which stand as ``code`` in ``errors``, in Portuguese; English is pydantic's own.

``{name}`` stands for what pydantic gives as the error's context.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic.alias_generators import to_camel

from atende_contracts.field_errors import FIELD_ERRORS, FieldError
from atende_contracts.words import Parameter, Words, fill

TYPE_ERRORS: Final[Mapping[str, str]] = {
    "assertion_error": "O valor não é válido.",
    "bool_parsing": "Deve ser verdadeiro ou falso (true ou false).",
    "bool_type": "Deve ser verdadeiro ou falso (true ou false).",
    "bytes_invalid_encoding": "Os bytes não estão na codificação {encoding}.",
    "bytes_too_long": "Pode ter no máximo {max_length} bytes.",
    "bytes_too_short": "Deve ter pelo menos {min_length} bytes.",
    "bytes_type": "Deve ser uma sequência de bytes.",
    "date_from_datetime_inexact": "Deve ser uma data sem hora.",
    "date_from_datetime_parsing": "Deve ser uma data, como 2030-12-24.",
    "date_future": "Deve ser uma data no futuro.",
    "date_parsing": "Deve ser uma data, como 2030-12-24.",
    "date_past": "Deve ser uma data no passado.",
    "date_type": "Deve ser uma data, como 2030-12-24.",
    "datetime_from_date_parsing": "Deve ser uma data com hora, como 2030-12-24T09:00:00-03:00.",
    "datetime_future": "Deve ser uma hora no futuro.",
    "datetime_object_invalid": "A data com hora não é válida.",
    "datetime_parsing": "Deve ser uma data com hora, como 2030-12-24T09:00:00-03:00.",
    "datetime_past": "Deve ser uma hora no passado.",
    "datetime_type": "Deve ser uma data com hora, como 2030-12-24T09:00:00-03:00.",
    "decimal_max_digits": "Pode ter no máximo {max_digits} dígitos.",
    "decimal_max_places": "Pode ter no máximo {decimal_places} casas decimais.",
    "decimal_parsing": "Deve ser um número decimal.",
    "decimal_type": "Deve ser um número decimal.",
    "decimal_whole_digits": "Pode ter no máximo {whole_digits} dígitos antes da vírgula.",
    "dict_type": "Deve ser um objeto.",
    "enum": "Deve ser um destes: {expected}.",
    "extra_forbidden": "Campos que não são conhecidos não são permitidos.",
    "finite_number": "Deve ser um número finito.",
    "float_parsing": "Deve ser um número.",
    "float_type": "Deve ser um número.",
    "frozen_set_type": "Deve ser uma lista sem repetições.",
    "greater_than": "Deve ser maior que {gt}.",
    "greater_than_equal": "Deve ser maior ou igual a {ge}.",
    "int_from_float": "Deve ser um número inteiro.",
    "int_parsing": "Deve ser um número inteiro.",
    "int_parsing_size": "O número tem dígitos demais.",
    "int_type": "Deve ser um número inteiro.",
    "invalid_key": "Os nomes dos campos devem ser textos.",
    "iterable_type": "Deve ser uma lista.",
    "json_type": "Deve ser um texto com JSON.",
    "less_than": "Deve ser menor que {lt}.",
    "less_than_equal": "Deve ser menor ou igual a {le}.",
    "list_type": "Deve ser uma lista.",
    "literal_error": "Deve ser um destes: {expected}.",
    "mapping_type": "Deve ser um objeto.",
    "missing": "Este campo é obrigatório.",
    "missing_argument": "Este campo é obrigatório.",
    "model_attributes_type": "Deve ser um objeto.",
    "model_type": "Deve ser um objeto.",
    "multiple_of": "Deve ser um múltiplo de {multiple_of}.",
    "none_required": "Deve ser null.",
    "recursion_loop": "Isto contém a si mesmo.",
    "set_type": "Deve ser uma lista sem repetições.",
    "string_not_ascii": "Só pode ter caracteres ASCII.",
    "string_pattern_mismatch": "Não tem a forma esperada: {pattern}",
    "string_too_long": "Pode ter no máximo {max_length} caracteres.",
    "string_too_short": "Deve ter pelo menos {min_length} caracteres.",
    "string_type": "Deve ser um texto.",
    "string_unicode": "Deve ser um texto em UTF-8.",
    "time_delta_parsing": "Deve ser uma duração, como PT15M.",
    "time_delta_type": "Deve ser uma duração, como PT15M.",
    "time_parsing": "Deve ser uma hora do dia, como 09:00.",
    "time_type": "Deve ser uma hora do dia, como 09:00.",
    "timezone_aware": "Deve ter um fuso horário, como -03:00.",
    "timezone_naive": "Não pode ter um fuso horário.",
    "timezone_offset": "Deve ter o fuso horário {tz_expected}.",
    "too_long": "Pode ter no máximo {max_length} itens.",
    "too_short": "Deve ter pelo menos {min_length} itens.",
    "tuple_type": "Deve ser uma lista.",
    "union_tag_invalid": "O campo {discriminator} deve ser um destes: {expected_tags}.",
    "union_tag_not_found": "Falta o campo {discriminator}, que diz de que tipo isto é.",
    "url_parsing": "Deve ser um endereço da web.",
    "url_scheme": "O endereço deve começar com um destes: {expected_schemes}.",
    "url_syntax_violation": "Deve ser um endereço da web.",
    "url_too_long": "O endereço pode ter no máximo {max_length} caracteres.",
    "url_type": "Deve ser um endereço da web.",
    "uuid_parsing": "Deve ser um UUID.",
    "uuid_type": "Deve ser um UUID.",
    "uuid_version": "Deve ser um UUID da versão {expected_version}.",
    "value_error": "O valor não é válido: {error}",
}

_PLACES: Final = frozenset({"body", "query", "path", "header", "cookie"})
_MOST_CHARS: Final = 500
"""Of a parameter, such as the values that a field may have."""


def field_error(error: Mapping[str, Any], field: str | None = None, *, given: object = None) -> FieldError:
    """Return an error of pydantic by its type; one that the tables do not know keeps its English words.

    ``field`` is its path, where that is not its location. Of what stands in a body, ``given``, the path is
    one in the body: a location also names which of several models was tried.
    """
    code, location, context = error["type"], error["loc"], error.get("ctx", {})
    if code == "json_invalid":  # Its location goes on with the number of a character.
        return FieldError.of("body", "not_json", error=str(context["error"]), at=str(location[-1]))
    params = {name: value for name, value in map(_parameter, context.items()) if value is not None}
    named = {to_camel(name): value for name, value in params.items()}
    english = str(error["msg"]).removeprefix("Value error, ")
    words = Words(english, english)
    if code in FIELD_ERRORS:
        words = fill(FIELD_ERRORS[code], named)
    elif code in TYPE_ERRORS:
        words = Words(fill(Words(TYPE_ERRORS[code], ""), _pt(code, params)).pt, english)
    if given is not None and location[:1] == ("body",):
        location = ("body", *_in(given, location[1:], is_absent=code == "missing"))
    return FieldError(_path(location) if field is None else field, code, named, words)


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _in(given: object, location: tuple[int | str, ...], *, is_absent: bool) -> Iterator[int | str]:
    """Yield those parts of a location that lead through what was given; the last may be absent."""
    for number, part in enumerate(location, 1):
        if isinstance(given, str):  # A part of a form that is JSON.
            given = _json(given)
        if isinstance(given, Mapping) and part in given:
            given = given[part]
        elif isinstance(given, list) and isinstance(part, int):
            given = given[part] if part < len(given) else None
        elif not (is_absent and number == len(location)):
            continue
        yield part


def _parameter(item: tuple[str, Any]) -> tuple[str, Parameter | None]:
    name, value = item
    if isinstance(value, Exception):
        return name, str(value)[:_MOST_CHARS]
    if isinstance(value, str):
        return name, value[:_MOST_CHARS]
    return name, value if isinstance(value, int | float) else str(value)[:_MOST_CHARS]


def _pt(code: str, params: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Return the parameters as a Portuguese sentence has them: of the values the last follows an ``ou``."""
    shown = dict(params)
    if code in ("enum", "literal_error"):
        shown["expected"] = " ou ".join(str(params.get("expected", "")).rsplit(" or ", 1))
    return shown


def _path(location: tuple[int | str, ...]) -> str:
    """Return ``a.b.0`` for a pydantic location, without its leading ``body``, ``query`` or ``path``."""
    parts = [str(part) for part in location]
    if parts and parts[0] in _PLACES:
        parts = parts[1:] or parts
    return ".".join(parts)
