"""Where versions of this copy are published: written beside its resources when it was built, or unknown."""

from __future__ import annotations

from sqs_explorer.resource_files import resource_folder
from sqs_explorer.services.updates import is_address

FILE_NAME = "releases.txt"
_MAXIMUM_CHARACTERS = 2_000


def published_at() -> str:
    """Return the address to ask; "" for a copy that was built without one, as a checkout is. Reads a file."""
    try:
        with (resource_folder() / FILE_NAME).open(encoding="utf-8") as file:
            text = file.read(_MAXIMUM_CHARACTERS).strip()
    except (OSError, ValueError):
        return ""
    return text if is_address(text) else ""
