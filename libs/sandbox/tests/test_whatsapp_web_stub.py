"""The stub of WhatsApp Web: the real Baileys takes it for WhatsApp, and its client says what happened."""

import subprocess

import pytest

from atende_sandbox.whatsapp_web.client import PastMessage, StubClient, StubError
from atende_sandbox.whatsapp_web.device import echoing_device
from atende_sandbox.whatsapp_web.installation import FOLDER, ensure_installed
from atende_sandbox.whatsapp_web.running import Stub

PHONE, ANA = "5511999990000", "5511988887777"


def test_baileys_takes_the_stub_for_whatsapp() -> None:
    node = ensure_installed()
    done = subprocess.run(
        [str(node.program), "--test", "--test-force-exit", "--test-reporter=tap", "tests/*.test.ts"],
        cwd=FOLDER,
        env=node.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:]


async def test_its_client_plays_the_phone_and_the_contacts(
    whatsapp_web_stub: Stub, whatsapp_web: StubClient
) -> None:
    phone = whatsapp_web
    await phone.history(PHONE, [(ANA, "Ana", [PastMessage("H1", "antes", 1_700_000_000)])])
    with echoing_device(whatsapp_web_stub) as device:
        account = await phone.scan(device.says("qr"), PHONE, "Loja")
        assert device.says("close") == 515
        assert device.says("open")
        assert (await phone.accounts())[0].device == account.device == 1

        await phone.deliver(ANA, "olá")
        answer = await phone.wait_received(ANA, text="eco: olá")
        assert (answer.type, answer.repeated) == ("extendedTextMessage", False)
        group = await phone.group("Bairro", [ANA, "5511977776666"])
        await phone.deliver(ANA, "bom dia a todos", group=group)
        in_group = await phone.wait_received("5511977776666", group=group)
        assert in_group.text == "eco: bom dia a todos"
        assert len(await phone.received(ANA)) == 2

        await phone.unlink()
        assert device.says("close") == 401


async def test_a_refused_call_says_why(whatsapp_web: StubClient) -> None:
    with pytest.raises(StubError, match="unknown, or has expired"):
        await whatsapp_web.scan("https://wa.me/settings/linked_devices#never-shown,a,b,c,1", PHONE)
