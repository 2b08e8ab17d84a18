"""An audit of dependencies that found something is not taken for one that could not be made."""

import importlib.util
from pathlib import Path

import pytest

_FILE = Path(__file__).resolve().parents[3] / ".ci" / "audit.py"
_SPEC = importlib.util.spec_from_file_location("dependency_audit", _FILE)
assert _SPEC
assert _SPEC.loader
audit = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(audit)


@pytest.mark.parametrize(
    "told",
    [
        "npm error code E404\nnpm error 404 Not Found - POST /-/npm/v1/security/audits/quick",
        "npm ERR! code ENOTFOUND\nnpm ERR! network request failed",
        "npm error audit endpoint returned an error",
        "error: error sending request for url\n  Caused by: dns error: failed to lookup address information",
    ],
)
def test_a_database_that_cannot_be_reached(told: str) -> None:
    assert audit.is_unreachable(told)


@pytest.mark.parametrize(
    "told",
    [
        "error-e  <1.2.0\nSeverity: high\nReDoS in E404 pages - GHSA-E404\n\n1 high severity vulnerability",
        "retry  <2\nA redirect after ECONNREFUSED leaks headers\n3 vulnerabilities (1 moderate, 2 high)",
        "client 1.0: connection refused is not checked\nFound 2 known vulnerabilities in 1 package",
        "something else failed with ETIMEDOUT in its name",
    ],
)
def test_what_was_found_counts_whatever_it_is_called(told: str) -> None:
    assert not audit.is_unreachable(told)
