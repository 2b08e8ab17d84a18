"""The pages of the documentation, what they link, and where they stand in the navigation.

``docs/README.md`` and ``docs/README.pt-BR.md`` are the navigation: under headings of the third level, which
stand under one of the second, such as "Operators", each list item begins with a link to a page. Run as a
program this checks, within a second, that every page is listed in both languages, and that every relative
link and its anchor lead somewhere, in all Markdown files of the repository. `docs_site` makes a site of the
same.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
ENGLISH: Final = "en"
PORTUGUESE: Final = "pt-BR"
INDEXES: Final = {ENGLISH: "docs/README.md", PORTUGUESE: "docs/README.pt-BR.md"}
DECISIONS: Final = "docs/adr/README.md"
"""Lists the decisions, as the indexes list everything else."""
WRITTEN: Final = {"docs/proof.md": "`make proof`", "docs/bench.md": "`make bench`"}
"""Pages that programs write, which a checkout may have or not; no list has to name them."""
_TWIN: Final = f".{PORTUGUESE}.md"

_FENCED: Final = re.compile(
    r"^[ \t]*(?P<fence>```+|~~~+).*?^[ \t]*(?P=fence)[ \t]*$", re.MULTILINE | re.DOTALL
)
_CODE: Final = re.compile(r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_LINK: Final = re.compile(r"(?P<image>!?)\[(?P<text>(?:\[[^\]]*\]|[^\[\]])*)\]\((?P<target>[^()\s]+)\)")
_HEADING: Final = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
_ANCHOR: Final = re.compile(r"<a (?:id|name)=\"([^\"]+)\"")
_ITEM: Final = re.compile(r"- (\[[^\n]+)")
_OUTSIDE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|//")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: its text, where it leads from the repository's root, and the anchor there."""

    text: str
    path: str
    anchor: str
    is_image: bool = False


@dataclass(slots=True)
class Group:
    """Pages under one heading of the third level."""

    title: str
    links: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """What one kind of reader reads: a heading of the second level, and what stands below it."""

    title: str
    text: str
    groups: list[Group] = field(default_factory=list)


def hidden(text: str, pattern: re.Pattern[str]) -> str:
    """Return the text with blanks in the place of what matches; lines and positions stay."""
    return pattern.sub(lambda match: re.sub(r"\S", " ", match[0]), text)


def replaced_links(name: str, text: str, change: Callable[[str, Link], str]) -> str:
    """Return a page's text with each relative link changed: ``change`` gets it as it is written, and read."""
    parts, end = [], 0
    # Texts of links may be code: only code that has a link in it is hidden.
    visible = hidden(hidden(text, _FENCED), _COMMENT)
    visible = _CODE.sub(lambda code: " " * len(code[0]) if "](" in code[0] else code[0], visible)
    for match in _LINK.finditer(visible):
        link = _read(name, text[match.start("text") : match.end("text")], match)
        if link is not None:
            parts += [text[end : match.start()], change(text[match.start() : match.end()], link)]
            end = match.end()
    return "".join([*parts, text[end:]])


def links(name: str, text: str) -> list[Link]:
    """Return the relative links of a page, by its path from the repository's root."""
    found: list[Link] = []

    def keep(written: str, link: Link) -> str:
        found.append(link)
        return written

    replaced_links(name, text, keep)
    return found


def _read(name: str, text: str, match: re.Match[str]) -> Link | None:
    target = match["target"]
    if _OUTSIDE.match(target):
        return None
    path, _, anchor = target.partition("#")
    path = os.path.normpath(os.path.join(os.path.dirname(name), path)) if path else name
    return Link(text, path, anchor, bool(match["image"]))


def slug(heading: str) -> str:
    """Return the anchor of a heading, as GitHub makes it."""
    shown = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", shown.strip().lower()).replace(" ", "-")


def anchors(text: str) -> set[str]:
    """Return all anchors of a page; of headings alike each further one is numbered."""
    bare = hidden(hidden(text, _FENCED), _COMMENT)
    found, seen = set(_ANCHOR.findall(bare)), dict[str, int]()
    for match in _HEADING.finditer(bare):
        name = slug(match[2])
        count = seen.get(name, 0)
        seen[name] = count + 1
        found.add(f"{name}-{count}" if count else name)
    return found


@cache
def _files() -> frozenset[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return frozenset(name for name in listed.splitlines() if (ROOT / name).exists())


@cache
def read(name: str) -> str:
    """Return the text of a file, by its path from the repository's root."""
    return (ROOT / name).read_text(encoding="utf-8")


def english_of(name: str) -> str:
    """Return the English page of a page in any language."""
    return f"{name.removesuffix(_TWIN)}.md" if name.endswith(_TWIN) else name


def in_language(name: str, language: str) -> str | None:
    """Return the page in that language, if there is one."""
    wanted = english_of(name)
    if language == PORTUGUESE:
        wanted = f"{wanted.removesuffix('.md')}{_TWIN}"
    return wanted if (ROOT / wanted).is_file() else None


def introduction(language: str) -> str:
    """Return what an index says before its first section."""
    text = read(INDEXES[language])
    first = navigation(language)[0].title
    return text[: text.index(f"\n## {first}\n")]


def navigation(language: str) -> list[Section]:
    """Return the sections of an index that list pages, in their order."""
    sections: list[Section] = []
    name = INDEXES[language]
    for part in re.split(r"^## ", read(name), flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        if "\n### " not in body:
            continue
        section = Section(title.strip(), body)
        for group_text in re.split(r"^### ", body, flags=re.MULTILINE)[1:]:
            heading, _, items = group_text.partition("\n")
            first = (links(name, match[1])[:1] for match in _ITEM.finditer(items))
            section.groups.append(Group(heading.strip(), [link for some in first for link in some]))
        sections.append(section)
    return sections


def listed(language: str) -> list[str]:
    """Return the files that an index lists, in their order."""
    return [link.path for section in navigation(language) for group in section.groups for link in group.links]


def broken_links(name: str, text: str) -> Iterator[str]:
    """Yield what is wrong with the links of a page."""
    for link in links(name, text):
        target = ROOT / link.path
        if not target.exists():
            yield f"{name}: [{link.text}] leads to {link.path}, which is not there"
        elif link.anchor and target.suffix == ".md":
            there = anchors(text if link.path == name else read(link.path))
            if link.anchor not in there:
                yield f"{name}: [{link.text}] leads to #{link.anchor}, which {link.path} does not have"
        elif name.endswith(_TWIN) and link.path != english_of(name) and not link.is_image:
            twin = in_language(link.path, PORTUGUESE) if link.path.endswith(".md") else None
            if twin not in (None, link.path):
                yield f"{name}: [{link.text}] leads to {link.path}, though there is {twin}"


def missing_pages(pages: set[str], lists: dict[str, list[str]]) -> Iterator[str]:
    """Yield each page of the documentation that the index of its language does not list, or lists twice."""
    english = {page for page in pages if not page.endswith(_TWIN)}
    twins = {english_of(page) for page in pages if page.endswith(_TWIN)}
    yield from (f"{page}: there is no such page in English" for page in sorted(twins - english))
    for language, index in INDEXES.items():
        for page in sorted(english - {*INDEXES.values(), *WRITTEN}):
            if page.startswith("docs/adr/") and page != DECISIONS:
                continue
            wanted = (
                f"{page.removesuffix('.md')}{_TWIN}" if language == PORTUGUESE and page in twins else page
            )
            count = lists[language].count(wanted)
            if count != 1:
                yield f"{index}: {wanted} stands {count} times in the lists of its sections, and has to once"
    orders = {language: [english_of(path) for path in paths] for language, paths in lists.items()}
    if orders[ENGLISH] != orders[PORTUGUESE]:
        yield f"{INDEXES[PORTUGUESE]}: lists other pages than {INDEXES[ENGLISH]}, or in another order"


def problems() -> Iterator[str]:
    """Yield all that is wrong."""
    files = sorted(name for name in _files() if name.endswith(".md"))
    for name in files:
        yield from broken_links(name, read(name))
    pages = {name for name in files if name.startswith("docs/")}
    yield from missing_pages(pages, {language: listed(language) for language in INDEXES})
    decisions = {link.path for link in links(DECISIONS, read(DECISIONS))}
    for name in sorted(pages):
        if name.startswith("docs/adr/") and name not in {DECISIONS, *decisions}:
            yield f"{DECISIONS}: {name} is not listed"


def main() -> int:
    """Check; return the exit status."""
    found = list(problems())
    sys.stderr.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
