"""Reads what a folder tells of a distribution: name, version, licence, and the texts of the licence.

That is its `.dist-info`, or the folder which a build has made of it.
"""

from __future__ import annotations

import re
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

from sqs_explorer.services.program_parts import Part
from sqs_explorer.storage.needed_names import canonical

MAXIMUM_CHARACTERS = 400_000
"""A licence text is cut there; none is nearly as long."""

_TEXT_NAME = re.compile(r"(licen[cs]e|copying|copyright|notice|authors)", re.IGNORECASE)
_LONGEST_LICENCE = 200


def part_in(folder: Path, texts_of_others: dict[str, tuple[str, ...]] | None = None) -> Part | None:
    """Return the part that a folder tells of, None if it tells of none.

    `texts_of_others` has the texts, by canonical name, of those that bring none along.
    """
    try:
        told = HeaderParser().parsestr(read_text(str(folder / "METADATA")))
    except OSError:
        return None
    name, version = str(told.get("Name", "")), str(told.get("Version", ""))
    if not name:
        return None
    texts = tuple(
        str(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and _TEXT_NAME.search(str(path.relative_to(folder)))
    )
    if not texts and texts_of_others:
        texts = texts_of_others.get(canonical(name), ())
    return Part(name, version, licence_of(told), texts)


def licence_of(told: Message) -> str:
    """Return a licence in few words, as the metadata of a distribution says it; "" if they don't."""
    for field in ("License-Expression", "License"):
        words = str(told.get(field) or "").strip()
        if words and "\n" not in words and len(words) <= _LONGEST_LICENCE:
            return words
    kinds = [str(kind) for kind in told.get_all("Classifier", []) if str(kind).startswith("License ::")]
    return kinds[0].rpartition(" :: ")[2] if kinds else ""


def read_text(path: str) -> str:
    """Return a text file, whatever its encoding. Raises OSError."""
    with Path(path).open(encoding="utf-8", errors="replace") as file:
        return file.read(MAXIMUM_CHARACTERS).strip("\ufeff\r\n")
