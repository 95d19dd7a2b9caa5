"""The words for what is done to held messages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb in the forms that sentences need."""

    verb: str
    past: str
    participle: str


RELEASING = Deed("Release", "Released", "released")
EXTENDING = Deed("Extend", "Extended", "extended")
DELETING = Deed("Delete", "Deleted", "deleted")
