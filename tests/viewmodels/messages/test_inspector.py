"""The message in front: pretty without touching a literal, attributes in full, originals to copy."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from sqs_explorer.domain.messages import MessageAttribute
from sqs_explorer.viewmodels.messages.body_showing import ShowAs
from sqs_explorer.viewmodels.messages.inspector_table_model import InspectorTableModel
from tests.fakes.fake_clock import START, FakeClock
from tests.fakes.fake_sqs import FakeSqs
from tests.viewmodels.messages.page import Page, open_page
from tests.viewmodels.messages.samples import held, message

Run = Callable[[Coroutine[Any, Any, None]], None]
HORIZONTAL = Qt.Orientation.Horizontal
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def fake() -> FakeSqs:
    return FakeSqs(FakeClock())


async def page_showing(fake: FakeSqs, body: str, attributes: Sequence[MessageAttribute] = ()) -> Page:
    page = await open_page(fake, fake.create_queue("OrderQueue"))
    page.store.add(held(message("a", body, attributes=tuple(attributes))))
    page.view_model.inspector.show("a")
    return page


def cells(table: InspectorTableModel) -> list[list[str]]:
    rows, columns = range(table.rowCount()), range(table.columnCount())
    return [[str(table.index(row, column).data()) for column in columns] for row in rows]


def test_json_is_pretty_and_every_literal_stays(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await page_showing(fake, '{"n":12345678901234567890123,"x":1.00,"x":"\\u00e9"}')
        shown = page.view_model.inspector.body
        assert shown.text == '{\n  "n": 12345678901234567890123,\n  "x": 1.00,\n  "x": "\\u00e9"\n}'
        assert shown.syntax == "JSON"
        page.view_model.inspector.set_show_as(ShowAs.RAW)
        assert page.view_model.inspector.body.text == '{"n":12345678901234567890123,"x":1.00,"x":"\\u00e9"}'
        await page.close()

    run(scenario())


def test_what_is_not_valid_is_shown_as_it_is_with_the_place_and_the_reason(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await page_showing(fake, "{'orderId': 'ORD118'}")
        shown = page.view_model.inspector.body
        assert shown.text == "{'orderId': 'ORD118'}"
        assert shown.problem.startswith("Not valid JSON, shown as it is: line 1, column 2.")
        await page.close()

    run(scenario())


def test_hex_shows_the_bytes(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await page_showing(fake, "é" + "x" * 15)
        page.view_model.inspector.set_show_as(ShowAs.HEX)
        lines = page.view_model.inspector.body.text.splitlines()
        assert lines[0] == "00000000  c3 a9 78 78 78 78 78 78 78 78 78 78 78 78 78 78  ..xxxxxxxxxxxxxx"
        assert lines[1].split() == ["00000010", "78", "x"]
        await page.close()

    run(scenario())


def test_large_bodies_are_prepared_off_the_gui_thread_and_only_the_last_is_shown(
    run: Run, fake: FakeSqs
) -> None:
    async def scenario() -> None:
        large = json.dumps({"items": ["x" * 50] * 2_000}, separators=(",", ":"))
        page = await page_showing(fake, large)
        inspector = page.view_model.inspector
        assert inspector.is_preparing
        page.store.add(held(message("b", '{"small":true}')))
        inspector.show("b")
        await page.idle()
        assert inspector.body.text == '{\n  "small": true\n}'
        inspector.show("a")
        await page.idle()
        assert page.off_thread.runs == 2
        assert not inspector.is_preparing
        assert inspector.body.text.count("\n") == 2_003
        await page.close()

    run(scenario())


def test_the_tables_are_sound_models(run: Run, fake: FakeSqs, qtmodeltester: ModelTester) -> None:
    async def scenario() -> None:
        page = await page_showing(fake, "x", (MessageAttribute("total", "Number.int", "100"),))
        for table in (page.view_model.inspector.attributes, page.view_model.inspector.system_attributes):
            qtmodeltester.check(table)  # type: ignore[no-untyped-call]
        headings = [
            page.view_model.inspector.attributes.headerData(column, HORIZONTAL) for column in range(3)
        ]
        assert headings == ["Name", "Type", "Value"]
        await page.close()

    run(scenario())


def test_message_attributes_are_shown_with_type_and_copied_whole(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        attributes = (
            MessageAttribute("total", "Number.int", "100"),
            MessageAttribute("signature", "Binary", binary_value=bytes(range(32))),
            MessageAttribute("eventType", "String", "order\u202ecreated"),
        )
        page = await page_showing(fake, "x", attributes)
        assert cells(page.view_model.inspector.attributes) == [
            ["eventType", "String", "order⟨U+202E⟩created"],
            ["signature", "Binary", "32 bytes · 000102030405060708090a0b0c0d0e0f…"],
            ["total", "Number.int", "100"],
        ]
        copied = json.loads(page.view_model.inspector.attributes_text())
        assert copied["eventType"]["value"] == "order\u202ecreated"
        assert copied["signature"]["value"] == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
        assert page.view_model.inspector.attributes.text_of([2]) == "total\t100"
        await page.close()

    run(scenario())


def test_system_attributes_are_all_there_also_those_that_are_new(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        url = fake.create_queue("Inventory.fifo", FifoQueue=True)
        fake.put(url, "x", group_id="sku-1", trace_header="Root=1-6740c3bc-5a")
        page = await open_page(fake, url)
        await page.receive()
        page.view_model.inspector.show(page.ids()[0])
        shown = dict(cells(page.view_model.inspector.system_attributes))
        assert shown["MessageGroupId"] == "sku-1"
        assert shown["AWSTraceHeader"] == "Root=1-6740c3bc-5a"
        assert shown["ApproximateReceiveCount"] == "1"
        assert shown["SentTimestamp"].endswith("2 s ago")
        raw = page.view_model.inspector.system_attributes_text()
        assert f"SentTimestamp\t{int(START.timestamp()) * 1000}" in raw
        unknown = message("z")
        later = dict(unknown.system_attributes) | {"BrandNew": "yes"}
        page.store.add(held(type(unknown)("z", "h", "x", system_attributes=later)))
        page.view_model.inspector.show("z")
        assert dict(cells(page.view_model.inspector.system_attributes))["BrandNew"] == "yes"
        await page.close()

    run(scenario())


def test_a_message_received_again_is_shown_anew(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await page_showing(fake, "x")
        page.store.add(held(message("a", "x", receives=2), at=1_050.0))
        assert dict(cells(page.view_model.inspector.system_attributes))["ApproximateReceiveCount"] == "2"
        page.store.clear()
        assert page.view_model.inspector.message is None
        assert page.view_model.inspector.body.text == ""
        await page.close()

    run(scenario())
