"""Strikes secrets, message texts and the person's names out of what a log or a report says.

Rather too much than too little: what follows a word such as `token:` or `body=` goes to the text's end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

REDACTED = "[redacted]"
LEAST_RUN_CHARACTERS = 32
"""Letters and digits in one piece from this length on are a key or a token, unless they read as words."""
MOST_CHARACTERS = 10_000
"""A longer message is cut: it would hold up who writes it, and tell nothing more."""
_LEAST_NAME_CHARACTERS = 3

_BREAK = r"(?:(?:\\|%5C)+[rn]|%0[AD]|[\s\u200b\u2060\ufeff])*"
"""What wrapping puts into a long word: line breaks, also as a repr or JSON writes them."""
_KEY_NAMES = "|".join(
    (
        r"secret",
        r"token",
        r"passw(?:or)?d",
        r"passphrase",
        r"signature",
        r"credentials?",
        r"authori[sz]ation",
        r"cookie",
        r"handle",
        r"secret[_ -]?(?:access[_ -]?)?key",
        r"body",
        r"attributes?",
        r"values?",
        r"(?:device|user|mfa|auth)[_ -]?code",
        r"verifier",
    )
)
_NAMED = re.compile(rf"(?is)((?:{_KEY_NAMES})[\\\"'\])]*\s*(?:[:=]>?|\bis\b))\s*\S.*|\b(?:bearer|basic)\s.*")
_URL_LOGIN = re.compile(r"://[^\s\"'<>]{0,300}@")
_URL_QUERY = re.compile(r"(://[^\s\"'<>?]*)\?[^\s\"'<>]+")
_KEY_ID = re.compile(
    "(?:" + "|".join(_BREAK.join(start) for start in ("AKIA", "ASIA", "AROA", "AIDA", "ABIA", "ACCA")) + ")"
    rf"(?:{_BREAK}[A-Z0-9]){{12,}}"
)
_ONE_TIME_CODE = re.compile(
    rf"(?i)((?:code|mfa|otp|device)\D{{0,20}}?)(?<!\d)\d(?:[ -]?{_BREAK}\d){{5,7}}(?!\d)"
)
_ACCOUNT = re.compile(rf"(?<!\d)\d(?:{_BREAK}[-]?\d){{7}}((?:{_BREAK}[-]?\d){{4}})(?!\d)")
_MAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+")
_IAM_NAME = re.compile(r"(:(?:user|assumed-role|federated-user)/)[^\s\"',}\])]+")
_PIECE = r"[A-Za-z0-9+/_\\%-]+={0,2}"
_RUN = re.compile(rf"{_PIECE}(?:(?:[ \t]*[\r\n]\s*|(?<=\\[rn])[ \t]+){_PIECE})*")
_LONG_OR_BROKEN = re.compile(rf"[A-Za-z0-9+/_\\%=-]{{{LEAST_RUN_CHARACTERS}}}|[\r\n]|\\[rn]")
_DIGIT = re.compile(r"\d")
_LEAST_DIGITS = 6
_ID = re.compile(r"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_BETWEEN_WORDS = re.compile(r"[\s+/_\\%=-]")
_WORD = re.compile(
    r"(?:[a-z]{1,24}|[A-Z]{1,24}|(?:[A-Z]{1,4}[a-z]{2,}){1,6}|[a-z]{1,12}(?:[A-Z][a-z]{2,}){1,5})\d{0,3}|\d{0,8}"
)


@dataclass(frozen=True, slots=True)
class PrivateWords:
    """What names the person and the machine: the home folder, and the names of user and computer."""

    home: str = ""
    names: tuple[str, ...] = ()


def redacted(text: str, private: PrivateWords | None = None) -> str:
    """Return one message without what must not be told; give each message by itself."""
    text = text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…"
    if private is not None:
        text = _without_home(text, private)
    text = without_keys(text)
    low = text.lower()
    if any(sign in low for sign in (":", "=", "is", "bearer", "basic")):
        text = _NAMED.sub(lambda found: f"{found[1] or ''} {REDACTED}".strip(), text)
        text = _URL_LOGIN.sub(f"://{REDACTED}@", text)
        text = _URL_QUERY.sub(rf"\1?{REDACTED}", text)
        text = _IAM_NAME.sub(rf"\1{REDACTED}", text)
    if "@" in text:
        text = _MAIL.sub(REDACTED, text)
    if len(_DIGIT.findall(text)) >= _LEAST_DIGITS:
        text = _ACCOUNT.sub(_account, text)
        text = _ONE_TIME_CODE.sub(rf"\1{REDACTED}", text)
    return text if private is None else without_names(text, private)


def without_keys(text: str) -> str:
    """Return a text without what can be nothing but a key or a token, such as a line of code."""
    text = _KEY_ID.sub(REDACTED, text)
    return _RUN.sub(_run, text) if _LONG_OR_BROKEN.search(text) else text


def without_names(text: str, private: PrivateWords) -> str:
    """Return a text with `~` for the home folder, and without the person's and the computer's names."""
    text = _without_home(text, private)
    for name in private.names:
        if len(name) >= _LEAST_NAME_CHARACTERS:
            text = re.sub(rf"(?i)(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", "[name]", text)
    return text


def _without_home(text: str, private: PrivateWords) -> str:
    for home in _spellings(private.home):
        text = re.sub(rf"(?i){re.escape(home)}(?![\w-])", "~", text)
    return text


def _spellings(home: str) -> list[str]:
    """Return a folder as paths, reprs and URLs write it, the longest first."""
    folder = home.rstrip("/\\")
    if not folder:
        return []
    spellings = {folder, folder.replace("\\", "\\\\"), folder.replace("\\", "/"), ascii(folder)[1:-1]}
    return sorted(spellings, key=len, reverse=True)


def _run(found: re.Match[str]) -> str:
    run = found[0]
    if len(run) < LEAST_RUN_CHARACTERS or _ID.fullmatch(run):
        return run
    return run if all(_WORD.fullmatch(word) for word in _BETWEEN_WORDS.split(run)) else REDACTED


def _account(found: re.Match[str]) -> str:
    """Keep the last four digits, by which the person tells accounts apart."""
    return "*" * 8 + re.sub(r"\D", "", found[1])
