"""TLS at the edge, as an operator sets it up: the example's tls.conf beside a certificate and a key."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from edge import serving_edge
from ports import free_ports

from atende_sandbox.settings import REPOSITORY


def make_certificate(directory: Path) -> None:
    """Write a certificate for localhost, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, SHA256())
    )
    (directory / "tls.crt").write_bytes(certificate.public_bytes(Encoding.PEM))
    (directory / "tls.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


@pytest.fixture
def tls_port(tmp_path: Path) -> int:
    """The port of an edge that finds the example's configuration in its folder."""
    directory = tmp_path / "run" / "nginx" / "tls"
    directory.mkdir(parents=True)
    make_certificate(directory)
    port = free_ports(["tls"])["tls"]
    example = (REPOSITORY / "deploy/gateway/tls/tls.conf.example").read_text()
    assert "listen 8443 ssl;" in example
    (directory / "tls.conf").write_text(
        example.replace("listen 8443", f"listen 127.0.0.1:{port}").replace(" /tls/", f" {directory}/")
    )
    return port


async def test_the_edge_ends_tls_and_says_that_it_always_will(tmp_path: Path, tls_port: int) -> None:
    trusted = ssl.create_default_context(cafile=str(tmp_path / "run" / "nginx" / "tls" / "tls.crt"))
    async with serving_edge(tmp_path) as edge, httpx.AsyncClient(verify=trusted) as http:
        for path in ("/gateway/health", "/api/v1/tickets", "/", "/nowhere.html"):
            answer = await http.get(f"https://localhost:{tls_port}{path}")
            assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
        answer = await http.get(f"http://127.0.0.1:{edge.port}/gateway/health")
        assert "Strict-Transport-Security" not in answer.headers
