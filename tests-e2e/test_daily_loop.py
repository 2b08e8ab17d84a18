"""The daily loop on a whole system: a realistic company by `make seed`, a prompt by `make shell`."""

import asyncio
import os
import sys

from system import Company, System, eventually

from atende_sandbox import seed
from atende_sandbox.demo.api import Api
from atende_sandbox.settings import port_variable


async def run(system: System, *command: str, given: str = "") -> str:
    """Run a command of this folder's system; return what it printed."""
    settings = system.world.settings
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *command),
        env={
            **os.environ,
            "ATENDE_SANDBOX_DIR": str(settings.directory),
            **{port_variable(name): str(port) for name, port in settings.ports.items()},
        },
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate(given.encode())
    assert process.returncode == 0, output.decode()
    return output.decode()


async def test_the_seed_makes_the_company_that_was_asked_for(system: System) -> None:
    sizes = ("--agents", "3", "--contacts", "40", "--tickets", "12", "--campaigns", "3")
    said = await run(system, "atende_sandbox.seed", *sizes)
    email = next(line for line in said.splitlines() if line.startswith("owner")).split()[1]
    owner = Api(system.url, on_answer=system.answers)
    try:
        await owner.login(email, seed.PASSWORD)
        users = await owner.all("/api/v1/users")
        assert sorted(user["role"] for user in users) == ["agent", "agent", "agent", "owner"]
        assert len(await owner.all("/api/v1/contacts")) == 40
        assert len(await owner.all("/api/v1/tickets")) == 12
        campaigns = await owner.all("/api/v1/campaigns")
        assert sorted(campaign["status"] for campaign in campaigns) == ["draft", "finished", "scheduled"]
    finally:
        await owner.close()


async def test_the_shell_has_the_database_and_the_newest_company(system: System, company: Company) -> None:
    phone = system.new_phone()
    await company.customer_writes(phone, "Bom dia")

    async def arrived() -> None:
        assert await company.api.all("/api/v1/tickets")

    await eventually(arrived)
    said = await run(
        system,
        *("atende_sandbox", "shell", "chat"),
        given=(
            'await sql("SELECT phone FROM contacts ORDER BY created_at DESC LIMIT 1")\n'
            "async with db.tenant(company) as session:\n"
            "    found = session.get_bind()\n"
            "\n"
            "print('found', tickets.service.__name__)\n"
            "1 / 0\n"
        ),
    )
    own = await company.api.get("/api/v1/companies/current")
    assert f"company   {own['id']} ({own['name']})" in said
    assert f"[({phone!r},)]" in said
    assert "found chat.tickets.service" in said
    assert "ZeroDivisionError" in said, "an error does not end the prompt"
