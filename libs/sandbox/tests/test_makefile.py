"""`make` on machines that are not ours: paths with spaces, proxies with certificates of their own."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from atende_sandbox.scratch import scratch_folder
from atende_sandbox.settings import REPOSITORY

CERTIFICATES = ("PIP_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "UV_CACHE_DIR")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A clone that is installed, in a folder with spaces and accents; not where nothing may be run."""
    with scratch_folder() as scratch:
        clone = scratch / "Área de trabalho"
        clone.mkdir()
        for name in ("Makefile", "pyproject.toml", "uv.lock"):
            shutil.copy(REPOSITORY / name, clone)
        for project in [
            *REPOSITORY.glob("services/*/pyproject.toml"),
            *REPOSITORY.glob("libs/*/pyproject.toml"),
        ]:
            target = clone / project.relative_to(REPOSITORY)
            target.parent.mkdir(parents=True)
            shutil.copy(project, target)
        (clone / ".venv").mkdir()
        (clone / ".venv" / ".installed").touch()
        yield clone


def make(folder: Path, *arguments: str, **environment: str) -> str:
    # Tests may run under `make test`, which would have this one speak of where it goes.
    plain = {
        name: value
        for name, value in os.environ.items()
        if name not in (*CERTIFICATES, "MFLAGS") and not name.startswith("MAKE")
    }
    done = subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env={**plain, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def variable(name: str, output: str) -> str:
    found = re.search(rf"^{name} :?= (.*)$", output, re.MULTILINE)
    return found[1] if found else ""


def test_uv_may_be_in_a_folder_with_spaces(folder: Path) -> None:
    programs = folder / "meus programas"
    programs.mkdir()
    uv = programs / "uv"
    uv.write_text('#!/bin/sh\necho "$0 $*"\n')
    uv.chmod(0o755)
    said = make(folder, "down", PATH=f"{programs}:{os.environ['PATH']}")
    assert said == f"{uv} run --frozen --no-sync python -m atende_sandbox down\n"


def test_what_the_machine_trusts_is_trusted(folder: Path) -> None:
    database = make(folder, "-pn", "help")
    assert variable("UV_SYSTEM_CERTS", database) == "1"
    bundle = variable("PIP_CERT", database)
    assert bundle == "" or Path(bundle).is_file()
    assert variable("PIP_CERT", make(folder, "-pn", "help", SSL_CERT_FILE="/own.pem")) == "/own.pem"
    assert variable("PIP_CERT", make(folder, "-pn", "help", PIP_CERT="/mine.pem")) == "/mine.pem"
