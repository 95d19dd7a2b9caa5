"""Keeps the body as it was loaded or typed: a text widget would turn CR LF, CR and U+2029 into line feeds."""

from __future__ import annotations

import re
from bisect import bisect_left

from sqs_explorer.services.changed_part import changed_part

_WIDGET_BREAKS = re.compile("\r\n|[\r\u2029\ufdd0\ufdd1]")
_CR_LF = re.compile("\r\n")


def shown_text(text: str) -> str:
    """Return `text` as an editor of paragraphs holds it: every kind of line end is one line feed."""
    return _WIDGET_BREAKS.sub("\n", text)


class TypedBody:
    """The exact text, and how an edit of what the widget shows changes it: only where the person typed."""

    def __init__(self) -> None:
        self.text = ""
        self._shown = ""
        self._loaded = ""
        self._loaded_shown = ""

    def load(self, text: str) -> None:
        """Take a whole text from elsewhere, as it stands."""
        self.text = self._loaded = text
        self._shown = self._loaded_shown = shown_text(text)

    def edit(self, shown: str) -> bool:
        """Take over what the widget shows after an edit, with line feeds; False if nothing changed.

        New lines in a text whose lines all end in CR LF end in CR LF, too.
        """
        if shown == self._shown:
            return False
        if self.text == self._shown:
            self.text = shown
        else:
            self.text = self._merged(shown)
        if shown == self._loaded_shown:
            # Undo and redo come back to the text as it was loaded.
            self.text = self._loaded
        self._shown = shown
        return True

    def _merged(self, shown: str) -> str:
        before, text = self._shown, self.text
        start, end = changed_part(before, shown)
        breaks = [match.start() - number for number, match in enumerate(_CR_LF.finditer(text))]

        def original(place: int) -> int:
            return place + bisect_left(breaks, place)

        typed = shown[start : end + len(shown) - len(before)]
        only_cr_lf = bool(breaks) and len(breaks) == before.count("\n")
        if only_cr_lf:
            typed = typed.replace("\n", "\r\n")
        kept, rest = text[: original(start)], typed + text[original(end) :]
        if kept.endswith("\r") and rest.startswith("\n"):
            # Side by side these two line ends would read as one CR LF.
            kept = kept[:-1] + "\n"
        return kept + rest
