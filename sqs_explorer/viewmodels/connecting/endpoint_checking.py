"""Checks a typed endpoint URL before anything is opened with it."""

from __future__ import annotations

from urllib.parse import urlsplit


def endpoint_problem(url: str) -> str:
    """Say what is wrong with an endpoint URL, "" if it can be used or is empty (AWS's own endpoint)."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "This is no URL: look at the host and the port."
    if any(character.isspace() for character in url):
        return "A URL holds no spaces."
    if parts.scheme not in {"http", "https"}:
        return "Begin with http:// or https://, such as http://localhost:4566."
    if not parts.hostname:
        return "The host is missing, such as localhost in http://localhost:4566."
    if port == 0:
        return "The port is a number from 1 to 65535."
    if parts.username is not None or parts.password is not None:
        return "Leave out user and password: credentials come from the profile."
    if parts.query or parts.fragment:
        return "Leave out what follows ? or #."
    return ""
