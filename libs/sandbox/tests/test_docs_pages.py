"""The check of the documentation's links and navigation sees what it is there for."""

import importlib
import importlib.util
from types import ModuleType
from typing import Any

import pytest

from atende_sandbox.settings import REPOSITORY


@pytest.fixture(scope="module")
def pages() -> ModuleType:
    """Load ``.ci/docs_pages.py``, which is a program."""
    spec = importlib.util.spec_from_file_location("docs_pages", REPOSITORY / ".ci" / "docs_pages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_links_that_lead_nowhere_are_found(pages: Any) -> None:
    text = (
        "# A page\n\n## Its part\n\n"
        "[there](limits.md#how-often), [a file](../Makefile), [outside](https://example.com/x.md)\n"
        "`[code](gone.md)`\n\n```md\n[example](gone.md)\n```\n<!-- [comment](gone.md) -->\n"
    )
    assert list(pages.broken_links("docs/page.md", text)) == []
    text += "[gone](gone.md), [`moved`](limits.md#no-such-part), [within](inbox.md#another-part)\n"
    text += "![picture](screens/no.png)\n"
    found = list(pages.broken_links("docs/page.md", text))
    assert [line.partition("leads to ")[2].partition(",")[0] for line in found] == [
        "docs/gone.md",
        "#no-such-part",
        "#another-part",
        "docs/screens/no.png",
    ]


def test_portuguese_pages_link_portuguese_ones(pages: Any) -> None:
    text = "[in English](inbox.md), [contatos](contacts.md), [segredos](secrets.md)\n"
    found = list(pages.broken_links("docs/inbox.pt-BR.md", text))
    assert len(found) == 1, found
    assert "docs/contacts.pt-BR.md" in found[0]


def test_anchors_are_those_of_github(pages: Any) -> None:
    text = "# `a.b_c` and [a link](x.md)\n\n## Mudanças, depois\n\n## Twice\n\n## Twice\n\n"
    text += "```sh\n# no heading\n```\n"
    assert pages.anchors(text) == {"ab_c-and-a-link", "mudanças-depois", "twice", "twice-1"}


def test_every_page_is_listed_once_in_both_languages(pages: Any) -> None:
    there = {
        "docs/a.md",
        "docs/a.pt-BR.md",
        "docs/b.md",
        "docs/README.md",
        "docs/README.pt-BR.md",
        "docs/proof.md",
    }
    lists = {"en": ["docs/a.md", "docs/b.md"], "pt-BR": ["docs/a.pt-BR.md", "docs/b.md"]}
    assert list(pages.missing_pages(there, lists)) == []
    found = list(
        pages.missing_pages(there | {"docs/c.pt-BR.md"}, {"en": ["docs/a.md"], "pt-BR": lists["pt-BR"]})
    )
    assert [line.partition(":")[0] for line in found] == [
        "docs/c.md",
        "docs/README.md",
        "docs/README.pt-BR.md",
    ]
    english_twin = {"en": lists["en"], "pt-BR": ["docs/a.md", "docs/b.md"]}
    assert [line.split()[1] for line in pages.missing_pages(there, english_twin)] == ["docs/a.pt-BR.md"]


def test_links_are_changed_where_they_are_links(pages: Any) -> None:
    text = "[`code` of it](b.md#part) and `[none](b.md)`, [x](https://example.com)\n```\n[none](b.md)\n```\n"
    changed = pages.replaced_links(
        "docs/a.md", text, lambda written, link: f"<{link.text}|{link.path}|{link.anchor}>"
    )
    assert changed.startswith("<`code` of it|docs/b.md|part> and `[none](b.md)`, [x](https://example.com)\n")
    assert changed.endswith("```\n[none](b.md)\n```\n")


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Load ``.ci/docs_site.py``, which makes the site."""
    monkeypatch.syspath_prepend(str(REPOSITORY / ".ci"))
    return importlib.import_module("docs_site")


def test_links_lead_to_pages_of_the_site_in_its_language(site: Any) -> None:
    text = (
        "[caixa](inbox.md#scheduled), [decisão](adr/0003-three-database-roles-and-forced-row-security.md), "
        "[canais](../docs/openapi/chat.json), [regras](../deploy/observability/rules), …\n"
    )
    english = site.ENGLISH_SITE.page("docs/roles.md", text, "roles")
    assert "[caixa](inbox.md#scheduled)" in english
    assert "[canais](openapi/chat/index.md)" in english
    assert ", regras, " in english
    portuguese = site.PORTUGUESE_SITE
    assert "[x](inbox.md)" in portuguese.page("docs/roles.md", "[x](inbox.md)", "roles")
    assert portuguese.page("docs/inbox.pt-BR.md", "[in English](inbox.md)", "inbox") == (
        '<a href="../en/inbox.html" hreflang="en">in English</a>'
    )
    assert portuguese.is_english_only("docs/roles.md")


def test_every_page_of_the_lists_is_a_page_of_the_site(site: Any) -> None:
    for one in (site.ENGLISH_SITE, site.PORTUGUESE_SITE):
        names = [name for name, _ in one.sources()]
        assert len(names) == len(set(names))
        assert {"index", "operators", "connect-a-number", "adr/README", "openapi/index", "asyncapi"} <= set(
            names
        )


def test_finished_pages_load_nothing_from_others_and_link_nothing_in_vain(site: Any, tmp_path: Any) -> None:
    (tmp_path / "a.html").write_text(
        '<a href="b.html#part">b</a> <a href="https://example.com/">out</a> <img alt="" src="a.png">'
        '<link rel="stylesheet" href="a.css">'
    )
    (tmp_path / "b.html").write_text('<h2 id="part">b</h2>')
    (tmp_path / "a.png").touch()
    (tmp_path / "a.css").write_text("a { background: url(data:image/png;base64,xx) }")
    assert list(site.faults(tmp_path)) == []
    (tmp_path / "b.html").write_text(
        '<script src="https://cdn.example.com/x.js"></script> <a href="c.html">c</a>'
    )
    (tmp_path / "a.css").write_text("@import '//fonts.example.com/x.css';")
    found = list(site.faults(tmp_path))
    assert sorted(line.partition(": ")[2] for line in found) == [
        "b.html#part has no such anchor",
        "c.html is not there",
        "loads //fonts.example.com/x.css",
        "loads https://cdn.example.com/x.js",
    ]
