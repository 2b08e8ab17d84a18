"""Fetches Apache Kafka's jars from Maven Central, once: ``python -m atende_sandbox.kafka_jars DIRECTORY``."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

VERSION: Final = "4.3.1"
_COORDINATES: Final = (
    f"org.apache.kafka:kafka_2.13:{VERSION}",
    # Named, though the first needs it anyway: jgo else takes an older one that something deeper asks for.
    f"org.apache.kafka:kafka-clients:{VERSION}",
    # Kafka's POM leaves the choice of a logger open; its distribution ships this one.
    "org.apache.logging.log4j:log4j-slf4j-impl:2.25.4",
)

_CERTIFICATES: Final = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, Red Hat
    "/etc/ssl/ca-bundle.pem",  # SUSE
    "/etc/ssl/cert.pem",  # Alpine, macOS
)
"""Where systems keep the authorities that they trust."""


def fetch(directory: Path) -> None:
    """Fill the directory with jars. It appears complete or not at all."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    with (directory.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if directory.exists():
            return
        with tempfile.TemporaryDirectory(dir=directory.parent, prefix=".fetching-") as scratch:
            jars = Path(scratch) / "jars"
            jars.mkdir()
            repository = local_repository(Path(scratch))
            # Maven first: it knows this machine's mirrors and proxies.
            if not _by_maven(Path(scratch), jars, repository):
                _by_jgo(jars, repository)
            if not (jars / f"kafka-clients-{VERSION}.jar").exists():
                raise RuntimeError(f"its client library did not come in version {VERSION}")
            check(jars)
            jars.chmod(0o755)
            jars.rename(directory)


def check(jars: Path) -> None:
    """Raise unless every jar is one that we know. Maven and jgo choose a few of different versions."""
    lines = Path(__file__).with_suffix(".sha256").read_text().splitlines()
    known = {name: digest for digest, name in (line.split() for line in lines)}
    for jar in sorted(jars.iterdir()):
        with jar.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if known.get(jar.name) != digest:
            raise RuntimeError(f"{jar.name} has the SHA-256 {digest}, which is not known")


def local_repository(scratch: Path) -> Path:
    """Return Maven's own folder, or one for this time alone if it cannot be written to."""
    usual = Path(os.environ.get("M2_REPO") or Path.home() / ".m2" / "repository")
    existing = next(folder for folder in (usual, *usual.parents) if folder.exists())
    return usual if os.access(existing, os.W_OK | os.X_OK) else scratch / "repository"


def _by_maven(scratch: Path, jars: Path, repository: Path) -> bool:
    maven = shutil.which("mvn")
    if maven is None:
        return False
    dependencies = "".join(
        f"<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId>"
        f"<version>{version}</version></dependency>"
        for group, artifact, version in (coordinate.split(":") for coordinate in _COORDINATES)
    )
    pom = scratch / "pom.xml"
    pom.write_text(
        "<project><modelVersion>4.0.0</modelVersion><groupId>atende</groupId><artifactId>jars</artifactId>"
        f"<version>1</version><dependencies>{dependencies}</dependencies></project>"
    )
    goal = ["dependency:copy-dependencies", f"-DoutputDirectory={jars}", "-DincludeScope=runtime"]
    here = f"-Dmaven.repo.local={repository}"
    done = subprocess.run([maven, "-q", "-B", here, "-f", str(pom), *goal], check=False)
    if done.returncode != 0:
        print("Maven could not fetch Kafka; trying without it.", flush=True)
    return done.returncode == 0


def trust_this_machine_s_authorities() -> None:
    """Have jgo trust whom this machine trusts: a proxy with a certificate of its own is not in certifi."""
    if certificates := next(filter(os.path.exists, _CERTIFICATES), None):
        os.environ.setdefault("REQUESTS_CA_BUNDLE", os.environ.get("SSL_CERT_FILE") or certificates)


def _by_jgo(jars: Path, repository: Path) -> None:
    os.environ["M2_REPO"] = str(repository)
    trust_this_machine_s_authorities()
    # Imported late: it takes half a second, and is needed once in the life of a checkout.
    import jgo  # noqa: PLC0415

    for artifact in jgo.resolve("+".join(_COORDINATES)):
        source = artifact.resolve()
        shutil.copyfile(source, jars / source.name)


if __name__ == "__main__":
    try:
        fetch(Path(sys.argv[1]))
    except Exception as error:
        sys.exit(
            f"Kafka {VERSION} could not be fetched from Maven Central: {error}\n"
            "Check the network, or use a Kafka that runs elsewhere: KAFKA_BOOTSTRAP=host:9092"
        )
