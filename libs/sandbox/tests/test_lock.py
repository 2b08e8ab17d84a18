"""What is locked can be installed on every Python that the README names, without a compiler."""

import tomllib

import pytest
from packaging.tags import compatible_tags, cpython_tags
from packaging.utils import parse_wheel_filename

from atende_sandbox.settings import REPOSITORY

WINDOWS_ONLY = {"pywin32"}


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("minor", [11, 12, 13, 14])
def test_every_locked_package_has_a_wheel(minor: int, machine: str) -> None:
    platforms = [f"manylinux_2_{glibc}_{machine}" for glibc in range(36, 4, -1)]
    platforms += [f"{name}_{machine}" for name in ("manylinux2014", "manylinux2010", "manylinux1", "linux")]
    tags = {
        *cpython_tags((3, minor), platforms=platforms),
        *compatible_tags((3, minor), f"cp3{minor}", platforms=platforms),
    }
    lock = tomllib.loads((REPOSITORY / "uv.lock").read_text())
    locked = [package for package in lock["package"] if "registry" in package["source"]]
    assert len(locked) > 100
    without = [
        package["name"]
        for package in locked
        if not any(
            parse_wheel_filename(wheel["url"].rpartition("/")[2].replace("%2B", "+"))[3] & tags
            for wheel in package.get("wheels", ())
        )
    ]
    assert set(without) <= WINDOWS_ONLY
