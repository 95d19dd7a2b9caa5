"""What a real Secret Service does with typed keys; run inside a private session bus, with a HOME of its own.

Run as `dbus-run-session -- python -m tests.storage.secret_service_session`; prints what happened as JSON.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from contextlib import closing
from typing import Any

from sqs_explorer.domain.errors import KeyringFailed
from sqs_explorer.domain.keys import TypedKey
from sqs_explorer.storage.keyring_secrets import SERVICE, KeyringSecrets

KEY = TypedKey("AKIATYPED", "marked secret / + =")
LONG = TypedKey("AKIALONG", "x" * 5_000)


def name_has_owner() -> bool:
    """Tell whether a keyring is on the bus."""
    import secretstorage
    from jeepney.bus_messages import message_bus  # type: ignore[import-untyped]
    from jeepney.io.blocking import Proxy  # type: ignore[import-untyped]

    with closing(secretstorage.dbus_init()) as bus:
        return bool(Proxy(message_bus, bus).NameHasOwner("org.freedesktop.secrets")[0])


def start_daemon() -> subprocess.Popen[bytes]:
    """Start the keyring, unlocked by a made-up password, and wait until it is there."""
    command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
    daemon = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert daemon.stdin is not None
    daemon.stdin.write(b"made up")
    daemon.stdin.close()
    while not name_has_owner():
        assert daemon.poll() is None, "the keyring has ended"
        time.sleep(0.02)
    return daemon


def attributes() -> list[dict[str, str]]:
    """Return what the keyring knows of the program's items, without their secrets."""
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        found = secretstorage.search_items(bus, {"service": SERVICE})
        return sorted((item.get_attributes() for item in found), key=lambda item: item["username"])


def lock() -> None:
    """Lock the keyring, as a screen saver does."""
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        secretstorage.get_default_collection(bus).lock()


async def session() -> dict[str, Any]:
    """Keep, find and forget keys; then find what a locked keyring does."""
    secrets, later = KeyringSecrets(), KeyringSecrets(limit_seconds=3)
    told: dict[str, Any] = {"place": (await secrets.place())[0].name}
    told["kept"] = (await secrets.keep("work", KEY)).name
    told["long"] = (await secrets.keep("long", LONG)).name
    told["items"] = [item["username"] for item in attributes()]
    told["found"] = await later.find("work") == KEY and await later.find("long") == LONG
    await secrets.forget("long")
    told["left"] = [item["username"] for item in attributes()]
    lock()
    try:
        await later.find("work")
    except KeyringFailed as error:
        told["locked"] = str(error)
    return told


if __name__ == "__main__":
    daemon = start_daemon()
    try:
        json.dump(asyncio.run(session()), sys.stdout)
    finally:
        daemon.terminate()
        daemon.wait()
