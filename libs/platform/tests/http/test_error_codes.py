"""One table of all error codes: what the services raise is in it, in both languages, and nothing else is."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticKnownError, core_schema

from atende_contracts.field_errors import FIELD_ERRORS
from atende_contracts.limits import MEDIA
from atende_contracts.problems import PROBLEMS, TITLES
from atende_contracts.type_errors import TYPE_ERRORS
from atende_platform import errors
from atende_platform.errors import AppError
from atende_platform.http.error_codes import names_in
from atende_platform.testing.plugin import AsUser

ROOT = Path(__file__).parents[4]
SOURCES = [*ROOT.glob("services/*/src/**/*.py"), *ROOT.glob("libs/*/src/**/*.py")]
NO_PARAMETERS = {"extra", "errors", "field", "retry_after", "code"}
"""Keywords of errors that are not shown in a sentence."""
NEVER_OF_JSON = {
    "arguments_type", "callable_type", "complex_str_parsing", "complex_type", "counter_type",
    "dataclass_exact_type", "dataclass_type", "default_factory_not_called", "deque_type", "ellipsis_error",
    "fraction_parsing", "fraction_type", "frozen_dict_type", "frozen_field", "frozen_instance",
    "get_attribute_error", "is_instance_of", "is_subclass_of", "iteration_error",
    "missing_keyword_only_argument", "missing_positional_only_argument", "missing_sentinel_error",
    "multiple_argument_values", "named_tuple_type", "needs_python_object", "no_such_attribute",
    "ordered_dict_type", "recursion_depth_exceeded", "set_item_not_hashable", "unexpected_keyword_argument",
    "unexpected_positional_argument",
}  # fmt: skip


@dataclass(frozen=True)
class Raised:
    """A place in the code where an error is made."""

    where: str
    error: str
    key: str
    params: frozenset[str]


@cache
def trees() -> dict[Path, ast.Module]:
    """Return what all sources say. It takes seconds: only when a test asks."""
    return {path: ast.parse(path.read_text()) for path in SOURCES}


def _error_classes() -> dict[str, str | None]:
    """Return the classes of errors by name, with their own key; found by their bases, to the last."""
    classes = {name: None for name, kind in vars(errors).items() if _is_error(kind)}
    defined = [node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for _ in range(3):
        for node in defined:
            if any(isinstance(base, ast.Name) and base.id in classes for base in node.bases):
                classes[node.name] = _own_reason(node) or next(
                    classes[base.id] for base in node.bases if isinstance(base, ast.Name)
                )
    return classes


def _is_error(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, AppError)


def _own_reason(node: ast.ClassDef) -> str | None:
    for each in node.body:
        match each:
            case ast.Assign(targets=[ast.Name(id="own_reason")], value=ast.Constant(value=str(key))):
                return key
    return None


def _literals(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(key)):
            yield key
        case ast.JoinedStr():
            yield ast.unparse(node)  # In no table: a key is written out, and its parameters are given apart.
        case ast.IfExp():
            yield from _literals(node.body)
            yield from _literals(node.orelse)


def _calls(tree: ast.AST, owner: str = "") -> Iterator[tuple[ast.Call, str]]:
    """Yield each call of a name; `cls` is the class that it stands in."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node, owner if node.func.id == "cls" else node.func.id
        yield from _calls(node, node.name if isinstance(node, ast.ClassDef) else owner)


@cache
def raised() -> tuple[Raised, ...]:
    return tuple(_raised())


def _raised() -> Iterator[Raised]:
    classes = _error_classes()
    for path, tree in trees().items():
        if path.name == "quotas.py":  # Which makes keys of limits' names.
            continue
        for node, name in _calls(tree):
            if name not in classes and name not in ("Invalid", "invalid", "PhoneInvalid", "UnreadableFile"):
                continue
            params = frozenset(str(each.arg) for each in node.keywords) - NO_PARAMETERS
            keys = list(_literals(node.args[0])) if node.args else [classes.get(name)]
            for key in keys:
                if key is not None:
                    where = f"{path.relative_to(ROOT)}:{node.lineno}"
                    yield Raised(where, name, key, frozenset(map(to_camel, params)))


def test_every_error_that_is_raised_is_in_the_table_with_its_parameters() -> None:
    wrong = []
    for one in raised():
        words = FIELD_ERRORS.get(one.key) or (PROBLEMS[one.key].words if one.key in PROBLEMS else None)
        if words is None:
            wrong.append(f"{one.where}: {one.error}: there is no {one.key!r}")
        elif "None" not in one.params and not names_in(words.en) <= one.params:
            wrong.append(f"{one.where}: {one.key} lacks {sorted(names_in(words.en) - one.params)}")
    assert not wrong, "\n".join(wrong)
    assert len(raised()) > 150


def test_errors_that_pydantic_raises_for_us_are_in_the_table() -> None:
    named = {
        node.value.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword)
        and node.arg == "custom_error_type"
        and isinstance(node.value, ast.Constant)
    }
    assert named
    assert named <= FIELD_ERRORS.keys()


def test_an_error_has_the_status_of_its_class() -> None:
    for name, key in _error_classes().items():
        kind = getattr(errors, name, None)
        if kind is None or key is not None or name in ("AppError", "_RetryLater"):
            continue
        status = PROBLEMS[kind.own_reason].status
        for one in raised():
            if one.error == name and one.key in PROBLEMS:
                assert PROBLEMS[one.key].status == status, one


def test_every_code_of_the_table_can_be_answered() -> None:
    """Somewhere in the code, which the tables are no part of."""
    tables = {"problems", "field_errors.py", "content_errors.py"}
    named = {
        node.value
        for path, tree in trees().items()
        if tables.isdisjoint(path.parts)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    kinds = {f"too-many-{kind.replace('_', '-')}" for kind in named}
    built = {f"unknown_{what}{end}" for what in ("parameter", "part") for end in ("", "_of_none")}
    built |= {f"{what}_of_{kind}" for what in ("type", "size") for kind in MEDIA}
    built |= {"phone_in_earlier_line"}  # In SQL.
    unused = (set(PROBLEMS) | set(FIELD_ERRORS)) - named - kinds - built
    assert sorted(unused) == []


def test_every_sentence_has_both_languages_with_the_same_parameters() -> None:
    for key, words in {**{key: each.words for key, each in PROBLEMS.items()}, **FIELD_ERRORS}.items():
        assert words.pt, key
        assert words.pt != words.en, key
        assert names_in(words.pt) <= names_in(words.en), key
    assert {problem.status for problem in PROBLEMS.values()} <= set(TITLES)


def test_every_error_of_pydantic_is_in_portuguese_with_parameters_that_it_has() -> None:
    known = set(get_args(core_schema.ErrorType)) - {"json_invalid"}  # That is `not_json`.
    assert set(TYPE_ERRORS) == known - NEVER_OF_JSON
    for code, sentence in TYPE_ERRORS.items():
        assert names_in(sentence) <= names_in(_template(code)), code


def _template(code: Any) -> str:
    """Return pydantic's own sentence, which takes all its parameters; its error names one that is missing."""
    context: dict[str, Any] = {}
    for _ in range(10):
        try:
            return PydanticKnownError(code, context or None).message_template
        except TypeError as error:
            [name] = re.findall(r"'(\w+)'", str(error))[:1]
            context[name] = 1 if name in context else "x"
    raise AssertionError(f"{code} takes other parameters than {context}")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("pt-BR,pt;q=0.9,en;q=0.8", "pt"),
        ("PT", "pt"),
        ("pt-PT", "pt"),
        ("en;q=0.4, pt;q=0.6", "pt"),
        ("pt;q=0.4, en;q=0.6", "en"),
        ("fr, de;q=0.9", "en"),
        ("fr, pt;q=0.1", "pt"),
        ("pt;q=0", "en"),
        ("pt;q=wide", "en"),
        ("*", "en"),
        ("pt" + ",x" * 5000, "pt"),
        (",x" * 5000 + ",pt", "en"),
    ],
)
async def test_the_language_of_a_problem_is_the_readers(
    as_user: AsUser, header: str | None, language: str
) -> None:
    http = as_user()
    headers = {} if header is None else {"Accept-Language": header}
    response = await http.get("/api/v1/nothing", headers=headers)
    assert (response.status_code, response.headers["content-language"]) == (404, language)
    assert response.headers["vary"] == "Accept-Language"
    body = response.json()
    assert (body["title"], body["code"]) == (getattr(TITLES[404], language), "not-found")
    assert body["detail"] == getattr(PROBLEMS["not-found"].words, language)


async def test_several_headers_are_one_list(as_user: AsUser) -> None:
    headers = [("accept-language", "en;q=0.1"), ("accept-language", "pt")]
    response = await as_user().get("/api/v1/nothing", headers=headers)
    assert response.headers["content-language"] == "pt"


@pytest.mark.parametrize(
    ("body", "code", "params", "says"),
    [
        ({}, "missing", {}, "Este campo é obrigatório."),
        ({"text": ""}, "string_too_short", {"minLength": 1}, "Deve ter pelo menos 1 caracteres."),
        ({"text": "x" * 51}, "string_too_long", {"maxLength": 50}, "Pode ter no máximo 50 caracteres."),
        ({"text": "x", "seenBy": "{}"}, "list_type", {}, "Deve ser uma lista."),
        (
            {"text": "x", "{at}": 1},
            "extra_forbidden",
            {},
            "Campos que não são conhecidos não são permitidos.",
        ),
    ],
)
async def test_what_is_wrong_with_a_field_in_both_languages(
    as_user: AsUser, body: object, code: str, params: dict[str, object], says: str
) -> None:
    http = as_user()
    problems = [
        (await http.post("/api/v1/notes", json=body, headers={"Accept-Language": language})).json()
        for language in ("pt-BR", "en")
    ]
    [[portuguese], [english]] = [problem["errors"] for problem in problems]
    assert [problem["code"] for problem in problems] == ["invalid-input"] * 2
    assert (
        (portuguese["code"], portuguese["params"]) == (english["code"], english["params"]) == (code, params)
    )
    assert portuguese["message"] == problems[0]["detail"] == says
    assert english["message"] == problems[1]["detail"] != says


async def test_a_body_that_is_not_json_in_portuguese(as_user: AsUser) -> None:
    response = await as_user().post(
        "/api/v1/notes",
        content=b'{"text": ',
        headers={"Content-Type": "application/json", "Accept-Language": "pt"},
    )
    [error] = response.json()["errors"]
    assert (error["field"], error["code"]) == ("body", "not_json")
    assert error["message"].startswith("Isto não é JSON: ")
