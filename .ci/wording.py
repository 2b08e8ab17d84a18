"""Plain English: wordings that may not occur in code, comments, docs and texts for users.

What to write instead stands beside each; docs/glossary.md has the nouns of the project.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent

BANNED: Final[dict[str, str]] = {
    r"\bbecame of\b": "the outcome of, the results of",
    r"\b[Ww]hoever\b": "anyone who, the caller, the process that",
    r"\b[Nn]obody is\b": "no user is, no company is; or say it actively",
    r"\b(is|are|was|were|be|been) told\b": "gets, receives, learns; is published, is reported",
    r"\b([Tt]old|[Tt]ells?) (of|about)\b": "reports, names, describes, publishes",
    r"\bthe books\b": "the results; to reconcile the results",
    r"\bheed": "apply, count, react to",
    r"\bnginx gateway\b": "the edge",
}

_PATTERNS: Final = ("*.py", "*.md", "*.yml", "*.mako", "*.conf.template")
_EXEMPT: Final = re.compile(
    r"^docs/(glossary|settings|audit|roles|events|logs)\.md$|^\.ci/wording\.py$|/migrations/versions/"
)
"""The glossary names what not to write; generated pages have sources; migrations stay as they are."""


def lines() -> Iterator[tuple[str, int, str]]:
    """Yield every line that is checked: its file, its number, its text."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *_PATTERNS]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.splitlines():
        if not _EXEMPT.search(name) and (ROOT / name).exists():
            for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), 1):
                yield name, number, line


def main() -> int:
    """Check every file; return the exit status."""
    anything = re.compile("|".join(f"(?:{wording})" for wording in BANNED))
    found = [
        f"{name}:{number}: {match[0]!r}: write {better}\n"
        for name, number, line in lines()
        if anything.search(line)
        for wording, better in BANNED.items()
        if (match := re.search(wording, line))
    ]
    sys.stderr.writelines(found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
