"""What the tree and Connections need of the keeper of settings."""

from __future__ import annotations

from typing import Any, Protocol

from sqs_explorer.domain.settings import Settings


class KeptSettings(Protocol):
    """Holds the settings in force and keeps changes for the next start."""

    settings: Settings

    def change(self, **fields: Any) -> None:
        """Replace fields of the settings by name."""
        ...
