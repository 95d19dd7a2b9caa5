"""Fills the template of the popups' style sheet with one theme's tokens and the faces of this machine.

Only menus and lists of choices get it, when they open: on the application it would be matched against
every widget.
"""

from __future__ import annotations

from pathlib import Path
from string import Template

from sqs_explorer.views.look.fonts import Fonts
from sqs_explorer.views.look.palette import Tokens


def style_sheet(folder: Path, tokens: Tokens, fonts: Fonts) -> str:
    """The whole sheet: every `*.qss` in `folder`, sorted by name. Raises KeyError on an unknown token."""
    template = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.qss")))
    names = tokens.by_name() | {"ui_family": fonts.ui_family, "mono_family": fonts.mono_family}
    return Template(template).substitute(names)
