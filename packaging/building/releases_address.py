"""Where versions are published: given by whoever builds, never written in a file of the checkout."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

VARIABLE = "SQS_EXPLORER_RELEASES"
"""An https address that answers as GitHub's `releases/latest` does; without it the program never looks."""

FILE_NAME = "releases.txt"
"""As sqs_explorer/releases/address.py reads it, beside the other resources."""


class WrongAddressError(ValueError):
    """The variable holds what is no address."""


def write_address(folder: Path, environment: Mapping[str, str]) -> Path | None:
    """Write the address to a file in a folder and return the file; None if there is none.

    Raises WrongAddressError.
    """
    address = environment.get(VARIABLE, "").strip()
    if not address:
        return None
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.username or not address.isascii():
        raise WrongAddressError(f"{VARIABLE} is no https address.")
    file = folder / FILE_NAME
    file.write_text(f"{address}\n", encoding="utf-8")
    return file
