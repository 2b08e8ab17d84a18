"""The pages on `atende` name commands that there are, and both languages the same ones."""

import re
from pathlib import Path

import pytest

from atende_ops.reference import commands, render

DOCS = Path(__file__).parents[3] / "docs"
_NAMED = re.compile(r"(?<!entrypoint )atende ([a-z]{2,}(?: [a-z-]+)?)")


def named(page: str) -> set[str]:
    """Return the commands that a page names."""
    known = {name for name, _ in commands()}
    found = set()
    for words in _NAMED.findall((DOCS / page).read_text(encoding="utf-8")):
        group = words.split()[0]
        if words in known:
            found.add(words)
        elif group in known:
            found.add(group)
        else:
            pytest.fail(f"{page} names `atende {words}`, which there is not")
    return found


def test_both_languages_name_the_same_commands() -> None:
    assert named("atende.md") == named("atende.pt-BR.md")
    assert len(named("atende.md")) > 25


def test_the_reference_has_every_command_with_its_options() -> None:
    page = render()
    for name, function in commands():
        assert f"## `atende {name}`" in page
        assert (function.__doc__ or "").strip().splitlines()[0] in page
    assert page == (DOCS / "atende-reference.md").read_text(encoding="utf-8")
