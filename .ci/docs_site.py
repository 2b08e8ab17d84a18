"""Makes the documentation's static site: ``python .ci/docs_site.py dist/site``.

Each language is a site of its own, made by Sphinx, with the same page under the same name, so that the
switch of the language needs no table; pages that exist in English only stand in both. A page or an anchor
that is not there, or a page that no list leads to, fails the build (`docs_pages`, then Sphinx with ``-W``),
and so does what the finished pages link or load in vain, or from another host (`faults`).
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import docs_pages
import docs_reference
from docs_pages import ENGLISH, INDEXES, PORTUGUESE, ROOT, Link

PARTS: Final = Path(__file__).parent / "site_parts"
"""Sphinx' settings, templates, styles and translations."""
SECTIONS: Final = ("teams", "integrators", "operators", "contributors")
"""The names of the pages of the indexes' sections, in their order."""
OF_REPOSITORY: Final = ("CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "CODE_OF_CONDUCT.md")
START: Final = "README.md"
"""Linked by the first page, and in no list of pages."""
ICON: Final = ROOT / "services/console/public/icon.svg"
_LANGUAGES: Final = {ENGLISH: "en", PORTUGUESE: "pt_BR"}
_LOADS: Final = re.compile(r"<(?:script|img|source|iframe|audio|video|embed)\b[^>]*?\ssrc=\"([^\"]*)\"")
_LINKED: Final = re.compile(r"<link\b[^>]*?\shref=\"([^\"]*)\"")
_STYLED: Final = re.compile(r"url\(\s*['\"]?(?!data:|#)([^)'\"]+)|@import\s+['\"]([^'\"]+)")
_HREF: Final = re.compile(r"<a\b[^>]*?\shref=\"([^\"]*)\"")
_ID: Final = re.compile(r"\s(?:id|name)=\"([^\"]*)\"")


@dataclass(frozen=True)
class Site:
    """The pages of one language."""

    language: str

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the site's name of each file that is a page of it."""
        found = {}
        for path in sorted(ROOT.glob("docs/**/*.md")):
            name = path.relative_to(ROOT).as_posix()
            if name not in INDEXES.values() and docs_pages.english_of(name) == name:
                chosen = docs_pages.in_language(name, self.language) or name
                found[chosen] = name.removeprefix("docs/").removesuffix(".md")
        found |= {name: f"repository/{name.removesuffix('.md')}" for name in (START, *OF_REPOSITORY)}
        found |= {f"docs/{path}": path.removesuffix(".md") for path in self.reference}
        found[docs_reference.DOCUMENTS] = "openapi/index"
        found[docs_reference.UPDATES] = "asyncapi"
        for service in docs_reference.documents(ROOT):
            found[f"{docs_reference.DOCUMENTS}/{service}.json"] = f"openapi/{service}/index"
        return {**found, INDEXES[self.language]: "index"}

    @cached_property
    def reference(self) -> dict[str, str]:
        """Return the pages of the API's reference, by their paths."""
        pages = docs_reference.api_pages(ROOT)
        return {**pages, "asyncapi.md": docs_reference.updates_page(ROOT)}

    @cached_property
    def titles(self) -> dict[str, str]:
        """Return what each page is called in links whose text is the name of a file."""
        found = {
            name: docs_pages.read(origin).removeprefix("# ").partition("\n")[0]
            for origin, name in self.names.items()
            if origin.endswith(".md") and (ROOT / origin).is_file()
        }
        for section in docs_pages.navigation(self.language):
            for group in section.groups:
                found |= {self.names[link.path]: link.text for link in group.links}
        return found

    @property
    def other(self) -> "Site":
        """Return the site of the other language."""
        return ENGLISH_SITE if self.language == PORTUGUESE else PORTUGUESE_SITE

    def is_english_only(self, name: str) -> bool:
        """Return whether a page of this site is in English for want of a translation."""
        return self.language != ENGLISH and not name.endswith(f".{self.language}.md")

    def place(self, origin: str, link: Link) -> tuple["Site", str] | None:
        """Return the site and the page that a link leads to; None: to no page."""
        path = link.path
        if (ROOT / path).is_dir() and f"{path}/README.md" in self.names:
            path = f"{path}/README.md"
        if path in self.names:
            return self, self.names[path]
        if path not in self.other.names:
            return None
        # From one language to the other: the switch on top of a page, or a page that is English in both.
        translated = docs_pages.in_language(path, self.language)
        of_the_same = docs_pages.english_of(path) == docs_pages.english_of(origin)
        if translated and not of_the_same:
            there = docs_pages.anchors(docs_pages.read(translated)) if link.anchor else {""}
            if link.anchor in there:
                return self, self.names[translated]
        return self.other, self.other.names[path]

    def page(self, origin: str, text: str, name: str) -> str:
        """Return a file's text as the page of that name, its links changed to lead to pages."""
        up = Path(name).parent

        def changed(written: str, link: Link) -> str:
            anchor = f"#{link.anchor}" if link.anchor else ""
            if link.is_image:
                return f"![{link.text}]({os.path.relpath(link.path.removeprefix('docs/'), up)})"
            if link.path == origin and link.anchor:
                return written
            place = self.place(origin, link)
            if place is None:
                return link.text
            site, target = place
            shown = site.titles[target] if link.text.endswith(".md") else link.text
            if site is self:
                return f"[{shown}]({os.path.relpath(target, up)}.md{anchor})"
            href = os.path.relpath(f"../{site.language}/{target}.html", up)
            return f'<a href="{href}{anchor}" hreflang="{site.language}">{shown}</a>'

        return docs_pages.replaced_links(origin, text, changed)

    def sources(self) -> Iterator[tuple[str, str]]:
        """Yield the name and the Markdown of each page."""
        for origin, name in self.names.items():
            if origin.endswith(".md") and (ROOT / origin).is_file() and origin not in INDEXES.values():
                text = self.page(origin, docs_pages.read(origin), name)
                if origin == docs_pages.DECISIONS:
                    found = sorted(ROOT.glob("docs/adr/[0-9]*.md"))
                    text += f"\n{_toctree([path.stem for path in found])}"
                yield name, f"---\norphan: true\n---\n{text}" if origin == START else text
        for path, text in self.reference.items():
            yield path.removesuffix(".md"), text
        yield from self._lists()

    def _lists(self) -> Iterator[tuple[str, str]]:
        index = INDEXES[self.language]
        sections = docs_pages.navigation(self.language)
        for section, name in zip(sections, SECTIONS, strict=True):
            body = section.text.replace("\n### ", "\n## ")
            text = self.page(index, f"# {section.title}\n{body}", name)
            trees = []
            for group in section.groups:
                entries = [f"{link.text.replace('`', '')} <{self.names[link.path]}>" for link in group.links]
                if group is sections[-1].groups[-1]:
                    written = set(docs_pages.WRITTEN) - set(docs_pages.listed(self.language))
                    entries += [self.names[path] for path in sorted(written & self.names.keys())]
                trees.append(_toctree(entries, caption=group.title))
            yield name, "\n".join([text, *trees])
        chapters = "\n".join(
            f"- [{section.title}]({name}.md)" for section, name in zip(sections, SECTIONS, strict=True)
        )
        start = self.page(index, docs_pages.introduction(self.language), "index")
        heading = "By reader" if self.language == ENGLISH else "Por leitor"
        yield "index", f"{start}\n## {heading}\n\n{chapters}\n\n{_toctree(SECTIONS)}"

    def build(self, work: Path, out: Path) -> None:
        """Make the site. Raises `subprocess.CalledProcessError`, after Sphinx has said why."""
        source = work / self.language
        for name, text in self.sources():
            file = source / f"{name}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        shutil.copytree(ROOT / "docs/screens", source / "screens")
        shutil.copytree(PARTS / "locale", source / "locale")
        shutil.copytree(PARTS / "static", source / "static")
        shutil.copy(ICON, source / "static")
        english = [name for origin, name in self.names.items() if self.is_english_only(origin)]
        settings = {"language": _LANGUAGES[self.language], "other": self.other.language, "english": english}
        (source / "site.json").write_text(json.dumps(settings))
        command = [sys.executable, "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-q", "-j", "auto"]
        folders = ["-c", str(PARTS), "-d", str(work / f"{self.language}-state"), str(source), str(out)]
        subprocess.run([*command, *folders], check=True, env={**os.environ, "SITE_SOURCE": str(source)})
        (out / "_static/webpack-macros.html").unlink()  # A template of the theme, which is no page.


ENGLISH_SITE: Final = Site(ENGLISH)
PORTUGUESE_SITE: Final = Site(PORTUGUESE)


def _toctree(names: tuple[str, ...] | list[str], *, caption: str = "") -> str:
    options = [":hidden:", *([f":caption: {caption}"] if caption else [])]
    return "\n".join(["```{toctree}", *options, "", *names, "```", ""])


def faults(folder: Path) -> Iterator[str]:
    """Yield what the finished pages link in vain, and what they load from another host."""
    pages = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}
    ids = {path: set(_ID.findall(text)) for path, text in pages.items()}
    for path, text in pages.items():
        name = path.relative_to(folder).as_posix()
        for target in [*_LOADS.findall(text), *_LINKED.findall(text), *_HREF.findall(text)]:
            url = urlsplit(target)
            if url.scheme or url.netloc:
                continue
            file = Path(os.path.normpath(path.parent / unquote(url.path))) if url.path else path
            if not file.exists():
                yield f"{name}: {target} is not there"
            elif url.fragment and file.suffix == ".html" and unquote(url.fragment) not in ids[file]:
                yield f"{name}: {target} has no such anchor"
        for target in [*_LOADS.findall(text), *_LINKED.findall(text)]:
            if urlsplit(target).netloc:
                yield f"{name}: loads {target}"
    for path in folder.rglob("*.css"):
        for first, second in _STYLED.findall(path.read_text(encoding="utf-8")):
            if urlsplit(first or second).netloc:
                yield f"{path.relative_to(folder)}: loads {first or second}"


def main() -> int:
    """Make both sites below the folder that is named; return the exit status."""
    out = Path(sys.argv[1]).resolve()
    if found := list(docs_pages.problems()):
        sys.stderr.writelines(f"{line}\n" for line in found)
        return 1
    work = out.with_name(f"{out.name}-work")
    for folder in (out, work):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        for site in (ENGLISH_SITE, PORTUGUESE_SITE):
            site.build(work, out / site.language)
    except subprocess.CalledProcessError:
        return 1
    shutil.copy(PARTS / "index.html", out)
    shutil.copy(ICON, out)
    found = list(faults(out))
    sys.stderr.writelines(f"{line}\n" for line in found)
    if not found:
        shutil.rmtree(work)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
