"""Gives the tests a home folder and AWS settings of their own, so that nobody's real profiles are read."""

import os
from collections.abc import MutableMapping
from pathlib import Path

PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


def private_variables(home: Path, cache: Path) -> dict[str, str]:
    """Return the variables that keep a program inside `home`. The AWS files they name do not exist."""
    return {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "APPDATA": str(home / "AppData" / "Roaming"),
        "LOCALAPPDATA": str(home / "AppData" / "Local"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local" / "share"),
        "XDG_STATE_HOME": str(home / ".local" / "state"),
        "XDG_CACHE_HOME": str(cache),
        "AWS_CONFIG_FILE": str(home / ".aws" / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(home / ".aws" / "credentials"),
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",  # nobody's keyring can be reached
        "QT_QPA_PLATFORM": "offscreen",
        "LC_ALL": "C.UTF-8",  # Qt warns of a locale without UTF-8, and a warning fails the test.
    }


def make_private(environment: MutableMapping[str, str], home: Path, cache: Path) -> None:
    """Drop what belongs to the person at this machine and point the rest into `home`."""
    for name in list(environment):
        if name.startswith("AWS_") or name.lower() in PROXY_VARIABLES:
            del environment[name]
    environment.update(private_variables(home, cache))


def restore(saved: dict[str, str]) -> None:
    """Put the process's environment back to `saved`, touching only what differs."""
    for name in set(os.environ) - set(saved):
        del os.environ[name]
    for name, value in saved.items():
        if os.environ.get(name) != value:
            os.environ[name] = value
