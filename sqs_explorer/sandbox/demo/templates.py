"""Reads the demo's message templates from `resources/demo/`; `${name}` in them is filled in."""

from __future__ import annotations

import json
from string import Template
from typing import Any

from sqs_explorer.resource_files import resource_folder


def template_text(name: str) -> str:
    """Return a template as it stands in its file, without the last line break."""
    return (resource_folder() / "demo" / name).read_text(encoding="utf-8").rstrip("\n")


def filled(name: str, **values: object) -> str:
    """Return a template with its placeholders filled in."""
    return Template(template_text(name)).substitute({key: str(value) for key, value in values.items()})


def products() -> list[dict[str, Any]]:
    """Return the shop's products: SKU, title and price."""
    found: list[dict[str, Any]] = json.loads(template_text("products.json"))
    return found
