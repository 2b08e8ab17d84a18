import asyncio
import threading
import time

import pytest
from argon2 import PasswordHasher

from atende_platform.errors import InvalidInput, Unavailable
from auth.passwords import Passwords, require_acceptable

pytestmark = pytest.mark.usefixtures("full_cost")


@pytest.fixture
def hashing() -> Passwords:
    return Passwords(threads=1, queue=1)


async def test_a_password_fits_its_hash_and_no_other(hashing: Passwords) -> None:
    stored = await hashing.hash("a quiet river")

    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await hashing.verify(stored, "a quiet river")
    assert not await hashing.verify(stored, "a quiet River")
    assert not hashing.is_outdated(stored)


async def test_the_same_letters_fit_however_the_keyboard_composes_them(hashing: Passwords) -> None:
    stored = await hashing.hash("cora\u00e7\u00e3o valente")

    assert await hashing.verify(stored, "corac\u0327a\u0303o valente")


async def test_nobody_has_no_password_and_takes_as_long(hashing: Passwords) -> None:
    stored = await hashing.hash("a quiet river")

    async def fastest(password_hash: str | None) -> float:
        taken = []
        for _ in range(5):
            started = time.process_time()  # What other processes take counts for nothing.
            assert not await hashing.verify(password_hash, "wrong password")
            taken.append(time.process_time() - started)
        return min(taken)

    known, unknown = await fastest(stored), await fastest(None)

    assert 0.4 < unknown / known < 2.5


async def test_weaker_parameters_are_outdated(hashing: Passwords) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash("a quiet river")

    assert await hashing.verify(weak, "a quiet river")
    assert hashing.is_outdated(weak)


async def test_a_full_queue_says_come_back_and_empties_again() -> None:
    hashing = Passwords(threads=1, queue=1)

    results = await asyncio.gather(*(hashing.hash("a quiet river") for _ in range(5)), return_exceptions=True)

    refused = [result for result in results if isinstance(result, Unavailable)]
    assert len(refused) == 3
    assert refused[0].headers["Retry-After"] == "2"
    assert await hashing.hash("a quiet river")


async def test_a_place_is_kept_until_the_thread_is_free_even_if_the_caller_leaves() -> None:
    hashing = Passwords(threads=1, queue=0)
    begun, hold = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        hold.wait()

    caller = asyncio.ensure_future(hashing._run(work))
    while not begun.is_set():  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller

    with pytest.raises(Unavailable):
        await hashing.hash("a quiet river")
    hold.set()
    while True:
        try:
            assert await hashing.hash("a quiet river")
            break
        except Unavailable:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "password",
    ["password123", "PASSWORD123", "senha123", "12345678", "aaaaaaaaaa", "Ａtendechat", "ana.lima"],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        require_acceptable(password, email="ana.lima@padaria.example")

    assert caught.value.errors[0].field == "password"


@pytest.mark.parametrize("password", ["a quiet river", "xK3vq9Lm", "cavalo bateria grampo"])
def test_no_composition_rules(password: str) -> None:
    require_acceptable(password, email="ana.lima@padaria.example")
