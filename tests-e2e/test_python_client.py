"""A Python client, generated from the committed API documents, against the running system."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest
from system import PASSWORD, Company, System, eventually

DOCUMENTS: Final = Path(__file__).parent.parent / "docs" / "openapi"
SERVICES: Final = ("auth", "chat")
Part = Callable[[str, str], Any]
"""Returns a module of a service's client."""


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Part]:
    """Generate a package for each service, as an integrator does."""
    folder = tmp_path_factory.mktemp("clients")
    # A person's data come as a ZIP file, which the generator does not know as a file by itself.
    overrides = "content_type_overrides:\n  application/zip: application/octet-stream\n"
    (folder / "config.yml").write_text("post_hooks: []\n" + overrides)
    for service in SERVICES:
        subprocess.run(
            [
                *(sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"),
                *("--config", "config.yml", "--fail-on-warning"),
                *("--path", str(DOCUMENTS / f"{service}.json"), "--output-path", f"atende_{service}_client"),
            ],
            cwd=folder,
            check=True,
        )
    sys.path.insert(0, str(folder))
    yield lambda service, name: import_module(f"atende_{service}_client.{name}")
    sys.path.remove(str(folder))


async def test_a_generated_client_signs_in_lists_tickets_and_replies(
    part: Part, system: System, company: Company
) -> None:
    await company.customer_writes(system.new_phone(), "Bom dia!")
    email = (await company.api.get("/api/v1/auth/me"))["user"]["email"]
    login = part("auth", "models").LoginRequest(email=email, password=PASSWORD)
    async with part("auth", "client").Client(base_url=system.url) as public:
        signed_in = await part("auth", "api.auth.auth_login").asyncio(client=public, body=login)
    token = signed_in.access_token
    async with part("chat", "client").AuthenticatedClient(base_url=system.url, token=token) as api:

        async def arrived() -> Any:
            page = await part("chat", "api.tickets.tickets_list").asyncio(client=api)
            [ticket] = page.items
            return ticket

        ticket = await eventually(arrived)
        models = part("chat", "models")
        body = models.MessageCreate(text="Bom dia! Em que posso ajudar?", client_message_id=str(uuid4()))
        reply = await part("chat", "api.tickets.tickets_reply").asyncio(ticket.id, client=api, body=body)
    assert isinstance(reply, models.TextMessage)
    assert (reply.ticket_id, reply.text) == (ticket.id, body.text)


async def test_a_generated_client_reads_problems(part: Part, system: System, company: Company) -> None:
    token = company.api.token
    async with part("chat", "client").AuthenticatedClient(base_url=system.url, token=token) as api:
        problem = await part("chat", "api.tickets.tickets_get").asyncio(uuid4(), client=api)
    assert isinstance(problem, part("chat", "models").Problem)
    assert problem.status == 404
