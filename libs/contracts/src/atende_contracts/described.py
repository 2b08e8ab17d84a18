"""Models whose fields are described, in every schema of them, by the docstrings under the fields."""

import ast
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from pydantic import AliasChoices, BaseModel, GetJsonSchemaHandler
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaMode, JsonSchemaValue
from pydantic_core import CoreSchema


class Described(BaseModel):
    """Reads the docstrings when a schema is made.

    pydantic's ``use_attribute_docstrings`` reads them when a class is made, each time by looking for its
    source: that took more than a quarter of the CPU of a service's start.
    """

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> JsonSchemaValue:
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        for kind in cls.__mro__:  # The nearest first: what a subclass says anew holds.
            for name, text in _docstrings(kind).items():
                spellings = [*_aliases(cls.model_fields.get(name), handler.mode), name]
                spelling = next((each for each in spellings if each in properties), None)
                if spelling is not None:
                    properties[spelling].setdefault("description", text)
        return schema


def _aliases(field: FieldInfo | None, mode: JsonSchemaMode) -> list[str]:
    """Return the names that a field may have in a schema instead of its own."""
    if field is None:
        return []
    alias = field.serialization_alias if mode == "serialization" else field.validation_alias
    choices = alias.choices if isinstance(alias, AliasChoices) else [alias]
    return [choice for choice in choices if isinstance(choice, str)]


@cache
def _docstrings(kind: type) -> dict[str, str]:
    """Return the docstrings under the fields of one class, by field."""
    return _docstrings_of_module(kind.__module__).get(kind.__qualname__, {}) if _is_ours(kind) else {}


def _is_ours(kind: type) -> bool:
    return issubclass(kind, Described) and kind is not Described


@cache
def _docstrings_of_module(module: str) -> dict[str, dict[str, str]]:
    file = getattr(sys.modules.get(module), "__file__", None)
    if file is None:
        return {}
    return dict(_classes(ast.parse(Path(file).read_text(encoding="utf-8")), ""))


def _classes(node: ast.AST, prefix: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the qualified name of each class in a tree, with the docstrings under its fields."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.ClassDef(name=name, body=body):
                yield f"{prefix}{name}", dict(_fields(body))
                yield from _classes(child, f"{prefix}{name}.")
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield from _classes(child, f"{prefix}{name}.<locals>.")


def _fields(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for statement, following in pairwise(body):
        match statement, following:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str() as text)),
            ):
                yield name, inspect.cleandoc(text)
