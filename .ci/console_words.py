"""Writes what docs/errors.md says of every error code for the console, in one language.

``python .ci/console_words.py FILE`` writes it (``words.pt.json`` or ``words.en.json``), ``--check FILE``
fails when it is out of date. ``{name}`` in a sentence stands for the parameter of this name, as it is in
``params``.
"""

import json
import re
import string
import sys
from collections.abc import Mapping, Sequence
from typing import Final

from pydantic.alias_generators import to_camel

from atende_contracts.field_errors import FIELD_ERRORS
from atende_contracts.page import write_or_check
from atende_contracts.problems import PROBLEMS, TITLES
from atende_contracts.problems.edge import EDGE
from atende_contracts.reasons import REASONS
from atende_contracts.type_errors import TYPE_ERRORS
from atende_platform.languages import Language, in_language

_TYPES_IN_ENGLISH: Final[Mapping[str, str]] = {
    "assertion_error": "The value is not valid.",
    "bool_parsing": "Must be true or false.",
    "bool_type": "Must be true or false.",
    "bytes_invalid_encoding": "The bytes are not in the encoding {encoding}.",
    "bytes_too_long": "Can have {max_length} bytes at most.",
    "bytes_too_short": "Must have at least {min_length} bytes.",
    "bytes_type": "Must be bytes.",
    "date_from_datetime_inexact": "Must be a date without a time.",
    "date_from_datetime_parsing": "Must be a date, such as 2030-12-24.",
    "date_future": "Must be a date in the future.",
    "date_parsing": "Must be a date, such as 2030-12-24.",
    "date_past": "Must be a date in the past.",
    "date_type": "Must be a date, such as 2030-12-24.",
    "datetime_from_date_parsing": "Must be a date with a time, such as 2030-12-24T09:00:00-03:00.",
    "datetime_future": "Must be a time in the future.",
    "datetime_object_invalid": "The date with its time is not valid.",
    "datetime_parsing": "Must be a date with a time, such as 2030-12-24T09:00:00-03:00.",
    "datetime_past": "Must be a time in the past.",
    "datetime_type": "Must be a date with a time, such as 2030-12-24T09:00:00-03:00.",
    "decimal_max_digits": "Can have {max_digits} digits at most.",
    "decimal_max_places": "Can have {decimal_places} decimal places at most.",
    "decimal_parsing": "Must be a decimal number.",
    "decimal_type": "Must be a decimal number.",
    "decimal_whole_digits": "Can have {whole_digits} digits before the point at most.",
    "dict_type": "Must be an object.",
    "enum": "Must be one of: {expected}.",
    "extra_forbidden": "Unknown fields are not allowed.",
    "finite_number": "Must be a finite number.",
    "float_parsing": "Must be a number.",
    "float_type": "Must be a number.",
    "frozen_set_type": "Must be a list without repetitions.",
    "greater_than": "Must be greater than {gt}.",
    "greater_than_equal": "Must be {ge} or more.",
    "int_from_float": "Must be a whole number.",
    "int_parsing": "Must be a whole number.",
    "int_parsing_size": "The number has too many digits.",
    "int_type": "Must be a whole number.",
    "invalid_key": "The names of fields must be texts.",
    "iterable_type": "Must be a list.",
    "json_type": "Must be a text with JSON.",
    "less_than": "Must be less than {lt}.",
    "less_than_equal": "Must be {le} or less.",
    "list_type": "Must be a list.",
    "literal_error": "Must be one of: {expected}.",
    "mapping_type": "Must be an object.",
    "missing": "This field is required.",
    "missing_argument": "This field is required.",
    "model_attributes_type": "Must be an object.",
    "model_type": "Must be an object.",
    "multiple_of": "Must be a multiple of {multiple_of}.",
    "none_required": "Must be null.",
    "recursion_loop": "This contains itself.",
    "set_type": "Must be a list without repetitions.",
    "string_not_ascii": "Can have ASCII characters only.",
    "string_pattern_mismatch": "Does not have the expected form: {pattern}",
    "string_too_long": "Can have {max_length} characters at most.",
    "string_too_short": "Must have at least {min_length} characters.",
    "string_type": "Must be a text.",
    "string_unicode": "Must be a text in UTF-8.",
    "time_delta_parsing": "Must be a duration, such as PT15M.",
    "time_delta_type": "Must be a duration, such as PT15M.",
    "time_parsing": "Must be a time of day, such as 09:00.",
    "time_type": "Must be a time of day, such as 09:00.",
    "timezone_aware": "Must have a time zone, such as -03:00.",
    "timezone_naive": "Must not have a time zone.",
    "timezone_offset": "Must have the time zone {tz_expected}.",
    "too_long": "Can have {max_length} entries at most.",
    "too_short": "Must have at least {min_length} entries.",
    "tuple_type": "Must be a list.",
    "union_tag_invalid": "The field {discriminator} must be one of: {expected_tags}.",
    "union_tag_not_found": "The field {discriminator} is missing, which says of what type this is.",
    "url_parsing": "Must be a web address.",
    "url_scheme": "The address must begin with one of: {expected_schemes}.",
    "url_syntax_violation": "Must be a web address.",
    "url_too_long": "The address can have {max_length} characters at most.",
    "url_type": "Must be a web address.",
    "uuid_parsing": "Must be a UUID.",
    "uuid_type": "Must be a UUID.",
    "uuid_version": "Must be a UUID of version {expected_version}.",
    "value_error": "The value is not valid: {error}",
}
"""What the console says in English: pydantic's own sentences are written for programmers."""


def _plain(sentence: str) -> str:
    """Return a sentence as the console fills it: no doubled braces, and parameters named as on the wire."""
    return "".join(
        text + (f"{{{to_camel(name)}}}" if name else "")
        for text, name, _, _ in string.Formatter().parse(sentence)
    )


def _sentence(sentence: str) -> str:
    """Return a sentence that begins and ends as one."""
    text = _plain(sentence)
    return text[0].upper() + text[1:] + ("" if re.search(r"[.:!?…}]$", text) else ".")


def render(language: Language) -> str:
    """Return the file."""
    types = TYPE_ERRORS if language == "pt" else _TYPES_IN_ENGLISH
    problems = {problem.code: _sentence(in_language(problem.words, language)) for problem in EDGE.values()}
    problems |= {key: _sentence(in_language(problem.words, language)) for key, problem in PROBLEMS.items()}
    for problem in PROBLEMS.values():  # One that always has a reason is known by that.
        problems.setdefault(problem.code, _sentence(in_language(TITLES[problem.status], language)))
    fields = {code: _sentence(in_language(words, language)) for code, words in FIELD_ERRORS.items()}
    fields |= {code: _sentence(types[code]) for code in TYPE_ERRORS}
    document = {
        "problems": problems,
        "fields": fields,
        "reasons": {code: _sentence(in_language(words, language)) for code, words in REASONS.items()},
        "titles": {str(status): in_language(words, language) for status, words in TITLES.items()},
    }
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write or check the file; return the exit status."""
    language: Language = "pt" if arguments and arguments[-1].endswith(".pt.json") else "en"
    return write_or_check(arguments, lambda: render(language), ".ci/console_words.py")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
