"""A queue with messages in it, and the note of its tab."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from sqs_explorer.views.parts.notes import Note
from tests.fakes.fake_sqs import FakeSqs
from tests.views.messages.reading import Tab

Run = Callable[[Coroutine[Any, Any, None]], None]


def fill(fake: FakeSqs, count: int = 3) -> str:
    url, _ = fake.create_queue_with_dlq("OrderQueue", VisibilityTimeout=30)
    for number in range(count):
        fake.put(url, json.dumps({"order": number}, separators=(",", ":")))
        fake.clock.advance(60)
    return url


def note(tab: Tab) -> str:
    return tab.panel.findChildren(Note)[0].text()
