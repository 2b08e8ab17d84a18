"""Fetches Zipkin's server from Maven Central, once: ``python -m atende_sandbox.traces.zipkin_jar FILE``."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from atende_sandbox.kafka_jars import local_repository, trust_this_machine_s_authorities

VERSION: Final = "3.6.1"
SHA256: Final = "d8326e0ed4f43855dba81228f688554706e52578a7c782d9a90b73f8680654a1"
_GROUP, _ARTIFACT, _CLASSIFIER = "io.zipkin", "zipkin-server", "exec"


def fetch(jar: Path) -> None:
    """Fetch the server with all that it needs, in one file. It appears whole or not at all."""
    jar.parent.mkdir(parents=True, exist_ok=True)
    with (jar.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if jar.exists():
            return
        with tempfile.TemporaryDirectory(dir=jar.parent, prefix=".fetching-") as scratch:
            fetched = Path(scratch) / jar.name
            # Maven first: it knows this machine's mirrors and proxies.
            if not _by_maven(Path(scratch), fetched):
                _by_jgo(Path(scratch), fetched)
            check(fetched)
            fetched.rename(jar)


def check(jar: Path) -> None:
    """Raise unless it is the file that we know."""
    with jar.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != SHA256:
        raise RuntimeError(f"{jar.name} has the SHA-256 {digest}, which is not known")


def _by_maven(scratch: Path, jar: Path) -> bool:
    maven = shutil.which("mvn")
    if maven is None:
        return False
    command = (
        *(maven, "-q", "-B", f"-Dmaven.repo.local={local_repository(scratch)}", "dependency:copy"),
        f"-Dartifact={_GROUP}:{_ARTIFACT}:{VERSION}:jar:{_CLASSIFIER}",
        f"-DoutputDirectory={scratch / 'copied'}",
    )
    done = subprocess.run(command, check=False)
    copied = scratch / "copied" / f"{_ARTIFACT}-{VERSION}-{_CLASSIFIER}.jar"
    if done.returncode != 0 or not copied.exists():
        print("Maven could not fetch Zipkin; trying without it.", flush=True)
        return False
    copied.rename(jar)
    return True


def _by_jgo(scratch: Path, jar: Path) -> None:
    trust_this_machine_s_authorities()
    # Imported late: it takes half a second, and is needed once in the life of a checkout.
    from jgo.maven import MavenContext  # noqa: PLC0415

    component = (
        MavenContext(repo_cache=local_repository(scratch)).project(_GROUP, _ARTIFACT).at_version(VERSION)
    )
    shutil.copyfile(component.artifact(_CLASSIFIER, "jar").resolve(), jar)


if __name__ == "__main__":
    try:
        fetch(Path(sys.argv[1]))
    except Exception as error:
        sys.exit(
            f"Zipkin {VERSION} could not be fetched from Maven Central: {error}\n"
            "Check the network. Traces can go to any other collector: OTEL_EXPORTER_OTLP_ENDPOINT=http://…"
        )
