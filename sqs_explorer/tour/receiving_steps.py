"""The tour receives: holds messages with a countdown, extends the hold, deletes one."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QSpinBox

from sqs_explorer.tour import hands
from sqs_explorer.tour.hands import appear, find, press, until
from sqs_explorer.tour.scene import Scene, expect

HOLD_SECONDS = 90


async def receive_and_hold(scene: Scene) -> str:
    """Receive ten and hold them; the server counts them in flight."""
    page = await scene.open_page("demo", "eu-west-1", "OrderQueue", "Messages")
    before = int((await scene.server().attributes("OrderQueue"))["ApproximateNumberOfMessagesNotVisible"])
    find(QSpinBox, "Hold seconds", page).setValue(HOLD_SECONDS)
    press("Receive", page)
    table = await appear(QAbstractItemView, "Messages", page)
    await until(lambda: table.model().rowCount() == 10, "ten messages in the table")
    attributes = await scene.server().attributes("OrderQueue")
    in_flight = int(attributes["ApproximateNumberOfMessagesNotVisible"]) - before
    expect(in_flight == 10, f"the server has {in_flight} more in flight, not 10")
    countdown = hands.texts(table, "Visible again")
    expect(all(text.endswith(" s") for text in countdown), f"Visible again says {countdown}")
    hands.select(table, [2])
    await scene.pictures.take("messages")
    return f"ten held, {countdown[0]} left on the first; the server has ten more in flight"


async def extend_the_hold(scene: Scene) -> str:
    """Extend the hold of one message; after the first hold it is still in flight."""
    page = await scene.open_page("demo", "eu-west-1", "OrderQueue", "Messages")
    table = await appear(QAbstractItemView, "Messages", page)
    hands.select(table, [0])
    press("Extend", page)
    dialog = await hands.dialog_in_front("the dialog Extend")
    find(QSpinBox, "Hold for seconds", dialog).setValue(600)
    await scene.pictures.take("extend-dialog")
    press("Extend 1 message", dialog)
    words = await until(lambda: _over(hands.texts(table, "Visible again")[0], 300), "a longer countdown")
    message_id = hands.whole_ids(table)[0]
    found = await scene.server().messages("OrderQueue", frozenset({message_id}))
    expect(message_id not in found, "another client received the message that is held")
    return f"{words} left; another client that received everything else did not get it"


def _over(words: str, seconds: int) -> str:
    number = words.split(maxsplit=1)[0].replace(",", "")
    return words if number.isdigit() and int(number) > seconds else ""


async def delete_a_message(scene: Scene) -> str:
    """Delete one message after asking; the server has one less."""
    page = await scene.open_page("demo", "eu-west-1", "OrderQueue", "Messages")
    before = await scene.server().count("OrderQueue")
    table = await appear(QAbstractItemView, "Messages", page)
    hands.select(table, [0])
    press("Delete", page)
    dialog = await hands.dialog_in_front("the question before the delete")
    await scene.pictures.take("delete-dialog")
    press("Delete 1 message", dialog)
    await until(lambda: hands.texts(table, "Visible again")[0] == "deleted", "the row marked deleted")
    after = await scene.server().count("OrderQueue")
    expect(after == before - 1, f"{before} messages before, {after} after")
    return f"{before} messages before, {after} after"
