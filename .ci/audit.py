"""What the tree depends on, and what must not be in it: known vulnerabilities, secrets.

``python .ci/audit.py`` looks the locked dependencies up in the advisory databases: with ``uv audit``, and
with ``npm audit`` those of what runs on Node in production. Where one cannot be reached it says that it skips
this, and fails with ``AUDIT_REQUIRED=1``. It scans every tracked file for secrets; those that are known to be
none are in the baseline, by their hashes, which ``--baseline`` writes anew: look at what changes.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import transient_settings

from atende_sandbox.errors import SandboxError
from atende_sandbox.node import find_node

ROOT: Final = Path(__file__).resolve().parent.parent
BASELINE: Final = ROOT / ".ci" / "secrets-baseline.json"
PASSED_OVER: Final = ("uv.lock", "libs/contracts/schemas/", ".ci/secrets-baseline.json")
DETECTORS: Final = (
    *("AWSKeyDetector", "AzureStorageKeyDetector", "BasicAuthDetector", "CloudantDetector"),
    *("DiscordBotTokenDetector", "GitHubTokenDetector", "GitLabTokenDetector", "IbmCloudIamDetector"),
    *("JwtTokenDetector", "MailchimpDetector", "NpmDetector", "OpenAIDetector", "PrivateKeyDetector"),
    *("PypiTokenDetector", "SendGridDetector", "SlackDetector", "SquareOAuthDetector", "StripeDetector"),
    *("TelegramBotTokenDetector", "TwilioKeyDetector"),
)
"""Forms of real secrets. Keywords and entropy find little but the tests' own words here."""
_UNREACHABLE: Final = re.compile(
    r"error sending request|failed to lookup|dns error|connection refused|audit endpoint returned an error"
    r"|\bcode (?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOAUDIT|E40[345]|E501)\b"
)
_FOUND: Final = re.compile(r"\b[1-9][0-9]* (?:[a-z]+ ){0,2}vulnerabilit(?:y|ies)\b", re.IGNORECASE)
"""What sums up an audit that was made, whatever names the advisories bear."""
NODE_PROGRAMS: Final = ("services/console", "services/provider-gateway/bridge")
"""Folders with a lock file of npm; what only developers need is not looked up."""

Known = dict[str, list[str]]


def scan() -> Known:
    """Return the hashes of what looks like a secret, by file."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    names = [name for name in listed.stdout.split("\0") if name and not name.startswith(PASSED_OVER)]
    settings: dict[str, Any] = {"plugins_used": [{"name": name} for name in DETECTORS], "filters_used": []}
    found: Known = {}
    with transient_settings(settings):
        for name in names:
            if not (ROOT / name).is_file():
                continue
            secrets = SecretsCollection(root=str(ROOT))
            secrets.scan_file(name)
            hashes = sorted({secret.secret_hash for _, secret in secrets})
            if hashes:
                found[name] = hashes
    return found


def new_secrets() -> int:
    """Print what is not in the baseline; return how many."""
    known = {one for hashes in json.loads(BASELINE.read_text()).values() for one in hashes}
    new = {
        name: fresh
        for name, hashes in scan().items()
        if (fresh := [one for one in hashes if one not in known])
    }
    for name, hashes in new.items():
        sys.stderr.write(
            f"{name}: {len(hashes)} that look like secrets. Take them out (and revoke them), or,\n"
        )
        sys.stderr.write("  if they are none: python .ci/audit.py --baseline, and look at the difference.\n")
    return len(new)


def vulnerable() -> int:
    """Look all dependencies up; return how many lookups found something, or could not be made and must."""
    found = int(_audit(["uv", "audit", "--frozen", "--preview-features", "audit-command"], ROOT) != 0)
    try:
        npm = find_node()
    except SandboxError as error:
        sys.stdout.write(f"skipped: the audit of what runs on Node, which is missing ({error})\n")
        return found + int(os.environ.get("AUDIT_REQUIRED") == "1")
    command = [*npm.npm, "audit", "--omit=dev", "--omit=peer", "--audit-level=high", "--loglevel=error"]
    return found + sum(_audit(command, ROOT / folder, npm.environment) != 0 for folder in NODE_PROGRAMS)


def _audit(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> int:
    """Look the dependencies of a folder up; return the exit status, 0 when they could not be looked up."""
    answer = subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, text=True)
    told = answer.stdout + answer.stderr
    if answer.returncode != 0 and is_unreachable(told) and os.environ.get("AUDIT_REQUIRED") != "1":
        sys.stdout.write(
            f"skipped: the audit of {folder.relative_to(ROOT)}, for the advisory database cannot be reached\n"
        )
        return 0
    sys.stdout.write(told)
    return answer.returncode


def is_unreachable(told: str) -> bool:
    """Tell whether a failed audit says that it could not be made, rather than what it found."""
    return _FOUND.search(told) is None and _UNREACHABLE.search(told) is not None


def main() -> int:
    """Be the command; return its exit status."""
    if sys.argv[1:] == ["--baseline"]:
        BASELINE.write_text(json.dumps(scan(), indent=1, sort_keys=True) + "\n")
        return 0
    secrets = new_secrets()
    if not secrets:
        sys.stdout.write("no secrets in the tree\n")
    return 1 if secrets or vulnerable() else 0


if __name__ == "__main__":
    sys.exit(main())
