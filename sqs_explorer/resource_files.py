"""Finds the `resources/` folder wherever the program runs from: checkout, installed wheel or frozen build."""

from __future__ import annotations

import sys
from pathlib import Path


def resource_folder() -> Path:
    """Return the folder that holds icons, styles, the demo's bodies and `whats_new.md`."""
    package = Path(__file__).resolve().parent
    frozen_root = getattr(sys, "_MEIPASS", None)
    candidates = [package / "resources", package.parent / "resources"]
    if frozen_root:
        candidates.insert(0, Path(frozen_root) / "resources")
    for folder in candidates:
        if (folder / "icons").is_dir():
            return folder
    raise FileNotFoundError("The resources folder is missing: install the program again.")
