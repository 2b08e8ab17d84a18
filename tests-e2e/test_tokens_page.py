"""What docs/tokens.md tells integrators to type does what the page says."""

import asyncio
import re
import sys
from typing import Final

from system import System

from atende_sandbox.settings import REPOSITORY

PAGE: Final = REPOSITORY / "docs" / "tokens.md"


def example(system: System, language: str, place: int = 0) -> str:
    """Return one of the page's examples in a language, for the system under test."""
    code = re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE)[place]
    assert "http://127.0.0.1:8080" in code
    return str(code).replace("http://127.0.0.1:8080", system.url)


async def output(*command: str) -> list[str]:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(60):
        out, err = await process.communicate()
    assert (process.returncode, err.decode()) == (0, "")
    return out.decode().splitlines()


async def test_the_commands_sign_in_refresh_and_sign_out(system: System) -> None:
    assert await output("bash", "-ec", example(system, "bash")) == ["owner", "session-revoked"]


async def test_the_commands_make_use_and_revoke_an_api_key(system: System) -> None:
    told = await output("bash", "-ec", example(system, "bash", 1))
    assert told == ["Caio", "forbidden", "invalid-api-key"]


async def test_the_python_example_tells_who_sends_a_token_and_refuses_a_changed_one(system: System) -> None:
    api, registered = await system.register()
    head, claims, signature = api.token.split(".")
    changed = f"{head}.{claims}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"
    check = f"""
found = who_sends({api.token!r})
print(found["sub"], found["company_id"], found["role"])
try:
    who_sends({changed!r})
except jwt.InvalidSignatureError:
    print("refused")
"""
    told = await output(sys.executable, "-c", example(system, "python") + check)
    assert told == [f"{registered['user']['id']} {registered['company']['id']} owner", "refused"]
