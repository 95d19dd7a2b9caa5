"""Typed keys are kept whole or not at all, never in an unsafe keyring; one that hangs holds up nobody."""

from __future__ import annotations

import asyncio
import logging
import threading
import traceback
from collections.abc import Callable

import pytest

from sqs_explorer.domain.errors import KeyringFailed
from sqs_explorer.domain.keys import KeptWhere, TypedKey
from sqs_explorer.storage.keyring_secrets import KeyringSecrets
from tests.fakes.fake_keyrings import (
    TRUSTED,
    ChainedKeyrings,
    FakeKeyring,
    KeyringLocked,
    NoKeyringError,
    of_module,
)
from tests.guards.event_loops import RunCoroutine

KEY = TypedKey("AKIATYPED", "marked secret")
OTHER = TypedKey("AKIAOTHER", "another marked secret")
ITEMS = {
    ("sqs-explorer", "work/access key ID"): "AKIATYPED",
    ("sqs-explorer", "work/secret access key"): "marked secret",
}


def secrets_in(keyring: object, module: str = TRUSTED, *, limit_seconds: float = 20) -> KeyringSecrets:
    return KeyringSecrets(lambda: of_module(module, keyring), limit_seconds=limit_seconds)


def test_a_key_is_kept_one_item_a_field_and_found_by_the_next_run(run: RunCoroutine) -> None:
    keyring = FakeKeyring()

    async def scenario() -> None:
        secrets = secrets_in(keyring)
        assert await secrets.place() == (KeptWhere.KEYRING, "")
        assert await secrets.keep("work", KEY) is KeptWhere.KEYRING
        assert keyring.items == ITEMS
        later = secrets_in(keyring)
        assert await later.find("work") == KEY
        assert await later.find("works") is None
        await later.forget("work")
        assert keyring.items == {}
        assert await later.find("work") is None
        await later.forget("work")

    run(scenario())
    assert threading.main_thread() not in keyring.threads


def test_half_a_key_is_no_key(run: RunCoroutine) -> None:
    keyring = FakeKeyring()
    keyring.items = {name: value for name, value in ITEMS.items() if "ID" in name[1]}

    async def scenario() -> None:
        secrets = secrets_in(keyring)
        assert await secrets.find("work") is None
        await secrets.forget("work")
        assert keyring.items == {}

    run(scenario())


@pytest.mark.parametrize(
    ("module", "reason"),
    [
        (
            "keyrings.alt.file",
            "What is set up as keyring here (keyrings.alt.file) may keep secrets unprotected.",
        ),
        ("somebody.elses", "What is set up as keyring here (somebody.elses) may keep secrets unprotected."),
        ("keyring.backends.null", "The keyring is switched off on this machine."),
        ("keyring.backends.fail", "No keyring is running on this machine."),
    ],
)
def test_an_unsafe_keyring_gets_no_key(run: RunCoroutine, module: str, reason: str) -> None:
    keyring = FakeKeyring()

    async def scenario() -> None:
        secrets = secrets_in(keyring, module)
        assert await secrets.place() == (KeptWhere.THIS_RUN, reason)
        assert await secrets.keep("work", KEY) is KeptWhere.THIS_RUN
        assert await secrets.find("work") == KEY
        await secrets.forget("work")
        assert await secrets.find("work") is None

    run(scenario())
    assert not keyring.threads


def test_of_a_chain_only_what_is_safe_is_used(run: RunCoroutine) -> None:
    plain = of_module("keyrings.alt.file", FakeKeyring())
    safe = FakeKeyring()

    async def scenario() -> None:
        chain = ChainedKeyrings(plain, of_module(TRUSTED, safe))
        assert await secrets_in(chain, "keyring.backends.chainer").keep("work", KEY) is KeptWhere.KEYRING
        assert safe.items == ITEMS
        chain = ChainedKeyrings(plain)
        where, reason = await secrets_in(chain, "keyring.backends.chainer").place()
        assert where is KeptWhere.THIS_RUN
        assert "keyrings.alt.file" in reason
        empty = secrets_in(ChainedKeyrings(), "keyring.backends.chainer")
        assert await empty.place() == (KeptWhere.THIS_RUN, "No keyring is running on this machine.")

    run(scenario())
    assert isinstance(plain, FakeKeyring)
    assert not plain.threads


def test_without_a_session_bus_a_key_lives_for_this_run(run: RunCoroutine) -> None:
    keyring = FakeKeyring(error=NoKeyringError("no bus"))

    async def scenario() -> None:
        secrets = secrets_in(keyring)
        assert await secrets.keep("work", KEY) is KeptWhere.THIS_RUN
        assert await secrets.find("work") == KEY
        assert await secrets.find("other") is None
        await secrets.forget("work")

    run(scenario())


def test_a_keyring_that_cannot_be_loaded_is_none(run: RunCoroutine) -> None:
    def load() -> object:
        raise ImportError("no such module")

    async def scenario() -> None:
        secrets = KeyringSecrets(load)
        reason = "The keyring set up on this machine can't be loaded."
        assert await secrets.place() == (KeptWhere.THIS_RUN, reason)
        assert await secrets.keep("work", KEY) is KeptWhere.THIS_RUN

    run(scenario())


@pytest.mark.parametrize("silently", [False, True])
@pytest.mark.parametrize("field", ["access key ID", "secret access key"])
def test_a_keyring_that_refuses_one_field_keeps_neither(
    run: RunCoroutine, field: str, silently: bool
) -> None:
    keyring = FakeKeyring(refused=field, silently=silently)

    async def scenario() -> None:
        secrets = secrets_in(keyring)
        with pytest.raises(KeyringFailed, match=f"did not keep the {field}\\."):
            await secrets.keep("work", KEY)
        assert keyring.items == {}
        assert await secrets.find("work") is None

    run(scenario())


def test_a_key_that_is_refused_leaves_the_one_before_as_it_was(run: RunCoroutine) -> None:
    keyring = FakeKeyring()

    async def scenario() -> None:
        secrets = secrets_in(keyring)
        await secrets.keep("work", KEY)
        keyring.refused = "secret"
        with pytest.raises(KeyringFailed):
            await secrets.keep("work", OTHER)
        assert keyring.items == ITEMS

    run(scenario())


def test_a_keyring_that_refuses_long_values_says_so_and_keeps_nothing(run: RunCoroutine) -> None:
    keyring = FakeKeyring(longest=1_280)

    async def scenario() -> None:
        with pytest.raises(KeyringFailed, match=r"secret access key of 2,000 characters, which may be too"):
            await secrets_in(keyring).keep("work", TypedKey("AKIATYPED", "x" * 2_000))
        assert keyring.items == {}

    run(scenario())


def test_a_key_of_this_run_comes_first_until_the_keyring_has_another(run: RunCoroutine) -> None:
    keyring = FakeKeyring()
    keyring.items = dict(ITEMS)

    async def scenario() -> None:
        secrets = secrets_in(keyring)
        secrets.keep_for_this_run("work", OTHER)
        assert await secrets.find("work") == OTHER
        assert keyring.items == ITEMS
        await secrets.keep("work", KEY)
        assert await secrets.find("work") == KEY
        secrets.keep_for_this_run("work", OTHER)
        await secrets.forget("work")
        assert await secrets.find("work") is None

    run(scenario())


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyringLocked("marked secret"), "The keyring is locked"),
        (BrokenPipeError("marked secret"), "The keyring does not answer"),
        (ValueError("marked secret"), "The keyring refused: ValueError"),
    ],
)
def test_what_a_keyring_says_is_not_passed_on(
    run: RunCoroutine, caplog: pytest.LogCaptureFixture, error: Exception, words: str
) -> None:
    caplog.set_level(logging.DEBUG)
    keyring = FakeKeyring()

    async def scenario() -> None:
        secrets = secrets_in(keyring)
        await secrets.keep("work", KEY)
        keyring.error = error
        for call in (secrets.find("work"), secrets.forget("work"), secrets.keep("work", KEY)):
            with pytest.raises(KeyringFailed, match=words) as told:
                await call
            assert "marked" not in "".join(traceback.format_exception(told.value))

    run(scenario())
    assert "marked" not in caplog.text
    assert "AKIA" not in caplog.text


def locked() -> FakeKeyring:
    keyring = FakeKeyring()
    keyring.unlocked.clear()
    return keyring


async def until(condition: Callable[[], bool]) -> None:
    """Wait for a state that another thread reaches."""
    while not condition():  # noqa: ASYNC110 - a thread of its own sets no event of the loop
        await asyncio.sleep(0.005)


def test_a_keyring_that_waits_for_its_password_ends_in_words_and_nothing_piles_up(run: RunCoroutine) -> None:
    keyring = locked()

    async def scenario() -> None:
        secrets = secrets_in(keyring, limit_seconds=0.1)
        with pytest.raises(KeyringFailed, match="waits for its password"):
            await secrets.find("work")
        assert keyring.arrived.is_set()
        began = asyncio.get_running_loop().time()
        for _ in range(50):
            with pytest.raises(KeyringFailed, match="waits for its password"):
                await secrets.find("work")
        assert asyncio.get_running_loop().time() - began < 5
        assert len(keyring.threads) == 1
        # The key can be kept for this run meanwhile, and is found without the keyring.
        secrets.keep_for_this_run("work", KEY)
        assert await secrets.find("work") == KEY
        keyring.unlocked.set()
        await until(lambda: not keyring.threads[0].is_alive())
        await asyncio.sleep(0)
        assert await secrets.keep("work", OTHER) is KeptWhere.KEYRING

    run(scenario())


def test_a_key_that_nobody_waits_for_any_more_is_not_kept_later(run: RunCoroutine) -> None:
    keyring = locked()

    async def scenario() -> None:
        secrets = secrets_in(keyring, limit_seconds=0.05)
        with pytest.raises(KeyringFailed, match="waits for its password"):
            await secrets.keep("work", KEY)
        keyring.unlocked.set()
        await until(lambda: not any(thread.is_alive() for thread in keyring.threads))

    run(scenario())
    assert keyring.items == {}


def test_calls_come_one_after_the_other_while_the_person_types(run: RunCoroutine) -> None:
    keyring = locked()
    keyring.items = dict(ITEMS)

    async def scenario() -> None:
        secrets = secrets_in(keyring)
        found = [asyncio.ensure_future(secrets.find(name)) for name in ("work", "other", "work")]
        await until(keyring.arrived.is_set)
        assert len(keyring.threads) == 1
        found[0].cancel()
        keyring.unlocked.set()
        assert await asyncio.gather(*found[1:]) == [None, KEY]

    run(scenario())


def test_the_program_ends_although_a_keyring_hangs(run: RunCoroutine) -> None:
    keyring = locked()

    async def scenario() -> None:
        asking = asyncio.ensure_future(secrets_in(keyring).find("work"))
        await until(keyring.arrived.is_set)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking

    run(scenario())
    assert all(thread.daemon for thread in keyring.threads)
    keyring.unlocked.set()  # the loop is closed by now
