"""Which distributions a program needs, by the requirements that each of them declares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_REQUIREMENT = re.compile(r"\s*(?P<name>[A-Za-z0-9._-]+)\s*(?:\[(?P<extras>[^]]*)])?(?P<rest>.*)", re.DOTALL)
_OF_EXTRA = re.compile(r"""\bextra\s*==\s*['"]([^'"]+)['"]""")

RequirementsOf = Callable[[str], Iterable[str] | None]
"""Gives the requirements of an installed distribution by its name, None for one that is not installed."""


def canonical(name: str) -> str:
    """Return the one spelling of a distribution's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needed_names(requirements: Iterable[str], requirements_of: RequirementsOf) -> set[str]:
    """Return the canonical names of all installed distributions that the requirements lead to.

    A requirement of an extra counts where the extra is asked for. Conditions on system and Python are not
    judged: what is installed here was needed here.
    """
    waiting = [(text, frozenset[str]()) for text in requirements]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        text, extras_wanted = waiting.pop()
        name, extras = _asked(text, extras_wanted)
        if not name or (name, extras) in seen:
            continue
        further = requirements_of(name)
        if further is not None:
            seen.add((name, extras))
            waiting += [(one, extras) for one in further]
    return {name for name, _ in seen}


def _asked(text: str, extras_wanted: frozenset[str]) -> tuple[str, frozenset[str]]:
    """Return the name that a requirement asks for and the extras of it; "" if it is not asked for here."""
    found = _REQUIREMENT.match(text)
    if found is None:
        return "", frozenset()
    of_extras = {canonical(extra) for extra in _OF_EXTRA.findall(found["rest"])}
    if of_extras and not of_extras & extras_wanted:
        return "", frozenset()
    extras = frozenset(canonical(extra) for extra in (found["extras"] or "").split(",") if extra.strip())
    return canonical(found["name"]), extras
