"""What macOS reads about the bundle, beside what PyInstaller writes there by itself."""

from __future__ import annotations

import plistlib
from pathlib import Path

from building.places import numbers_of

FIXED = Path(__file__).with_name("Info.plist")


def bundle_values(version: str) -> dict[str, object]:
    """Return the values; Apple compares CFBundleVersion number by number, and PyInstaller leaves it out."""
    values: dict[str, object] = plistlib.loads(FIXED.read_bytes())
    return {**values, "CFBundleVersion": numbers_of(version, 3)}
