"""Where this machine keeps the program's settings, logs, demo, journal of moves and activity.

One folder a kind, or all in one for portable use.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs

_NAME = "sqs-explorer"


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders in use; they are made when first written to."""

    settings: Path
    logs: Path
    demo: Path
    journal: Path
    activity: Path


def find_folders(data_folder: Path | None = None) -> Folders:
    """Return the system's own folders for this program, or all of them below `data_folder` (`--data-dir`)."""
    if data_folder is not None:
        settings = state = data_folder
    else:
        settings = Path(platformdirs.user_config_dir(_NAME, appauthor=False))
        state = Path(platformdirs.user_state_dir(_NAME, appauthor=False))
    return Folders(settings, state / "logs", state / "demo", state / "journal", state / "activity")
