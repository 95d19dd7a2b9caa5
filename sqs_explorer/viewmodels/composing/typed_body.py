"""Keeps the body as it was loaded or typed: a text widget would turn CR LF, CR and U+2029 into line feeds."""

from __future__ import annotations

import re
from bisect import bisect_left

from sqs_explorer.services.changed_part import changed_part

_WIDGET_BREAKS = re.compile("\r\n|[\r\u2029\ufdd0\ufdd1]")
_CR_LF = re.compile("\r\n")
_MOST_KNOWN = 8
"""Texts kept for undo: each may have a million characters."""


def shown_text(text: str) -> str:
    """Return `text` as an editor of paragraphs holds it: every kind of line end is one line feed."""
    return _WIDGET_BREAKS.sub("\n", text)


class TypedBody:
    """The exact text, and how an edit of what the widget shows changes it: only where the person typed."""

    def __init__(self) -> None:
        self.text = ""
        self._shown = ""
        self._known: dict[str, str] = {}

    def load(self, text: str) -> None:
        """Take a whole text from elsewhere, as it stands."""
        self._remember(self._shown, self.text)
        self.text, self._shown = text, shown_text(text)
        self._remember(self._shown, text)

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
        # Undo and redo come back to a text as it was loaded, or as it was before another was loaded.
        self.text = self._known.get(shown, self.text)
        self._shown = shown
        return True

    def _remember(self, shown: str, text: str) -> None:
        self._known.pop(shown, None)
        self._known[shown] = text
        while len(self._known) > _MOST_KNOWN:
            del self._known[next(iter(self._known))]

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
