"""Typed keys in a real keyring: GNOME's, on a private session bus with a home of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.storage.secret_service_session import KEY, LONG

CHECKOUT = Path(__file__).resolve().parents[2]
PROGRAMS = ("dbus-run-session", "gnome-keyring-daemon")
MISSING = [name for name in PROGRAMS if shutil.which(name) is None]

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Secret Service is Linux's")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Nothing of the person's own session: neither its bus nor its keyring."""
    (tmp_path / "run").mkdir(mode=0o700)
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path / "run"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(CHECKOUT),
    }


def output(command: list[str], environment: dict[str, str]) -> bytes:
    """Run a command in a session of its own to its end, and leave nothing of it."""
    with subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            told, complaints = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    assert process.returncode == 0, complaints.decode(errors="replace")
    return told


@pytest.mark.skipif(
    bool(MISSING), reason=f"{', '.join(MISSING)} not here: Debian's dbus-daemon, gnome-keyring"
)
def test_a_real_keyring_keeps_finds_and_forgets_keys_and_refuses_when_locked(
    environment: dict[str, str], tmp_path: Path
) -> None:
    program = [sys.executable, "-m", "tests.storage.secret_service_session"]
    told = json.loads(output(["dbus-run-session", "--", *program], environment))
    work = ["work/access key ID", "work/secret access key"]
    assert told == {
        "place": "KEYRING",
        "kept": "KEYRING",
        "long": "KEYRING",
        "items": ["long/access key ID", "long/secret access key", *work],
        "found": True,
        "left": work,
        "locked": "The keyring is locked, and was not unlocked when it asked for its password.",
    }
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    for secret in (KEY.secret_access_key, LONG.secret_access_key[:100]):
        assert not any(secret.encode() in content for content in kept)


def test_without_a_session_bus_there_is_no_keyring(environment: dict[str, str]) -> None:
    script = (
        "import asyncio\n"
        "from sqs_explorer.storage.keyring_secrets import KeyringSecrets\n"
        "where, reason = asyncio.run(KeyringSecrets().place())\n"
        "print(where.name, reason)\n"
    )
    told = output([sys.executable, "-c", script], environment)
    assert told.decode() == "THIS_RUN No keyring is running on this machine.\n"
