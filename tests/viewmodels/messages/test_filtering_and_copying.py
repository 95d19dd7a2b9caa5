"""Filter messages, and what ends up on the clipboard."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from sqs_explorer.domain.messages import MessageAttribute
from sqs_explorer.viewmodels.messages.message_columns import ColumnKind
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_sqs import FakeSqs
from tests.viewmodels.messages.page import Page, open_page
from tests.viewmodels.messages.samples import held, message

Run = Callable[[Coroutine[Any, Any, None]], None]
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def fake() -> FakeSqs:
    return FakeSqs(FakeClock())


def listed(page: Page) -> list[str]:
    table = page.view_model.table
    return [table.row_at(row).message.message_id for row in range(table.rowCount())]


async def page_with(fake: FakeSqs, *messages: Any) -> Page:
    page = await open_page(fake, fake.create_queue("OrderQueue"))
    page.store.add(held(*messages))
    return page


def test_text_is_found_in_bodies_attributes_and_ids(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        kind = MessageAttribute("eventType", "String", "Order.Created")
        page = await page_with(
            fake, message("id-1", "Card declined"), message("id-2", attributes=(kind,)), message("id-3")
        )
        for text, expected in (
            ("card", ["id-1"]),
            ("ORDER.created", ["id-2"]),
            ("id-3", ["id-3"]),
            ("nowhere", []),
        ):
            page.view_model.filtering.set_text(text)
            assert listed(page) == expected
        assert page.view_model.counts_text == "0 of 3 messages, 3 held"
        page.view_model.filtering.set_text("")
        assert listed(page) == ["id-1", "id-2", "id-3"]
        await page.close()

    run(scenario())


def test_a_jmespath_expression_after_the_equals_sign_filters_by_what_is_in_the_body(
    run: Run, fake: FakeSqs
) -> None:
    async def scenario() -> None:
        page = await page_with(
            fake, message("a", '{"total": 100}'), message("b", '{"total": 9}'), message("c", "text")
        )
        page.view_model.filtering.set_text("=total > `50`")
        assert listed(page) == ["a"]
        page.store.add(held(message("d", '{"total": 51}')))
        assert listed(page) == ["a", "d"]
        await page.close()

    run(scenario())


def test_an_expression_that_cannot_be_read_says_why_and_keeps_the_last_filter(
    run: Run, fake: FakeSqs
) -> None:
    async def scenario() -> None:
        page = await page_with(fake, message("a", '{"total": 100}'), message("b", "{}"))
        page.view_model.filtering.set_text("=total")
        page.view_model.filtering.set_text("=total >")
        assert page.view_model.filtering.error.startswith("Not a JMESPath expression:")
        assert listed(page) == ["a"]
        page.view_model.filtering.set_text("=")
        assert page.view_model.filtering.error == ""
        assert listed(page) == ["a", "b"]
        await page.close()

    run(scenario())


def test_many_messages_are_filtered_piece_by_piece_and_the_last_word_wins(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await page_with(fake, *(message(f"m{n}", f"body {n}") for n in range(5_000)))
        page.view_model.filtering.set_text("body 4999")
        assert page.view_model.table.rowCount() == 5_000
        page.view_model.filtering.set_text("body 123")
        await page.idle()
        assert set(listed(page)) == {"m123", *(f"m123{n}" for n in range(10))}
        await page.close()

    run(scenario())


def test_few_but_large_messages_are_filtered_piece_by_piece_too(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        body = '{"note": "' + "é" * 200_000 + '"}'
        page = await page_with(fake, *(message(f"m{n}", body) for n in range(12)), message("last", "other"))
        for text, expected in (("other", ["last"]), ("=note", [f"m{n}" for n in range(12)])):
            page.view_model.filtering.set_text("")
            page.view_model.filtering.set_text(text)
            assert page.view_model.table.rowCount() == 13
            await page.idle()
            assert listed(page) == expected
        await page.close()

    run(scenario())


def test_copied_text_holds_the_original_bodies(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        hostile = 'a\u202eb\u0000"12345678901234567890123"'
        page = await page_with(fake, message("a", hostile, group_id="g"), message("b", 'two\nlines "x"\t'))
        lines = page.view_model.text_of(["a", "b"])
        assert lines == (
            f"a\t2026-01-05T08:59:00.000+00:00\t1\tg\t{hostile}\n"
            'b\t2026-01-05T08:59:00.000+00:00\t1\t\t"two\nlines ""x""\t"'
        )
        assert page.view_model.bodies_of(["a"]) == hostile
        await page.close()

    run(scenario())


def test_copied_json_holds_everything_but_the_receipt_handle(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        binary = MessageAttribute("sign", "Binary.png", binary_value=b"\x00\xff")
        number = MessageAttribute("total", "Number", "1.00")
        page = await page_with(fake, message("a", "é\u202e", attributes=(binary, number)), message("b"))
        text = page.view_model.json_of(["a"])
        assert "handle" not in text
        copied = json.loads(text)
        assert copied["body"] == "é\u202e"
        assert copied["messageAttributes"] == {
            "sign": {"type": "Binary.png", "value": "AP8="},
            "total": {"type": "Number", "value": "1.00"},
        }
        assert copied["systemAttributes"] == {"ApproximateReceiveCount": "1"}
        assert [entry["messageId"] for entry in json.loads(page.view_model.json_of(["a", "b"]))] == ["a", "b"]
        await page.close()

    run(scenario())


def test_the_table_learns_the_queues_attributes(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        url, _ = fake.create_queue_with_dlq("OrderQueue", maximum_receives=4)
        fake.put(url, "x")
        page = await open_page(fake, url)
        await page.receive()
        table = page.view_model.table
        assert table.index(0, table.column_of(ColumnKind.RECEIVES)).data() == "1 of 4"
        await page.close()

    run(scenario())
