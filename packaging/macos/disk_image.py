"""Makes the .dmg with dmgbuild, on macOS only: the program, and the folder that it is dragged to."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

VOLUME = "SQS Explorer"
WINDOW = ((200, 160), (560, 360))
"""Place and size on the screen, in points."""


def image_settings(app: Path) -> dict[str, object]:
    """Return dmgbuild's settings for a bundle."""
    icon = app / "Contents" / "Resources" / "sqs-explorer.icns"
    return {
        "format": "ULMO",  # the smallest; macOS reads it since 10.15
        "filesystem": "HFS+",
        "files": [str(app)],
        "symlinks": {"Applications": "/Applications"},
        "icon": str(icon) if icon.is_file() else None,
        "icon_locations": {app.name: (150, 160), "Applications": (410, 160)},
        "hide_extensions": [app.name],
        "window_rect": WINDOW,
        "default_view": "icon-view",
        "icon_size": 112,
        "text_size": 13,
    }


def main(words: Sequence[str]) -> int:
    """Make OUTPUT from the bundle APP. Return the exit code."""
    parser = argparse.ArgumentParser(prog="disk_image.py", description=main.__doc__)
    parser.add_argument("app", type=Path)
    parser.add_argument("output", type=Path)
    options = parser.parse_args(list(words))
    if not (options.app / "Contents" / "Info.plist").is_file():
        sys.stderr.write(f"{options.app} is no bundle. Build the program first.\n")
        return 1
    dmgbuild = importlib.import_module("dmgbuild")  # installed on macOS only
    dmgbuild.build_dmg(str(options.output), VOLUME, settings=image_settings(options.app.resolve()))
    sys.stdout.write(f"{options.output}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
