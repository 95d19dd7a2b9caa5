"""Prints what is new in this version, for its release: `python packaging/release_notes.py v0.1.0`.

Says no when the tag names another version.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

from building.places import RESOURCES, version


def section(text: str, wanted: str) -> str:
    """Return what stands below the heading of a version, "" when there is none."""
    parts = re.split(r"^## +(.+?) *$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True)).get(wanted, "").strip()


def main(words: Sequence[str]) -> int:
    """Print the notes for a tag. Return the exit code."""
    if list(words) != [f"v{version()}"]:
        sys.stderr.write(f"The tag has to be v{version()}, as sqs_explorer/__init__.py says.\n")
        return 1
    notes = section((RESOURCES / "whats_new.md").read_text(encoding="utf-8"), version())
    if not notes:
        sys.stderr.write(f"resources/whats_new.md has no section {version()}.\n")
        return 1
    sys.stdout.write(f"{notes}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
