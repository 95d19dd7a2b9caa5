"""The tour kills a move half-way, as a crash would, and brings it to its end from the journal."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QSpinBox

from sqs_explorer.tour import hands
from sqs_explorer.tour.hands import appear, find, press, until
from sqs_explorer.tour.scene import Scene, expect

REGION, DLQ, SOURCE = "us-east-1", "VideoEncodeQueue-DLQ", "VideoEncodeQueue"
MARK = "holiday"
UPLOADS = 600
"""Enough that the move is still under way when the first rows say that they were moved."""


async def crash_amid_a_move(scene: Scene) -> str:
    """Start a move of 600 messages, kill its process with some on their way; nothing is lost."""
    server = scene.server("demo", REGION)
    await server.send(DLQ, [f'{{"upload": "{MARK}-{number:04}.mp4"}}' for number in range(UPLOADS)])
    begun = (await server.count(DLQ), await server.count(SOURCE))
    page = await scene.open_page("demo", REGION, DLQ, "Dead letters")
    find(QSpinBox, "Messages to receive", page).setValue(begun[0])
    press("Receive", page)
    table = await appear(QAbstractItemView, "Messages", page)
    await until(lambda: table.model().rowCount() == begun[0], f"{begun[0]} uploads in the table")
    await until(lambda: hands.is_ready("Receive", page), "the end of the receive")
    hands.select(table, list(range(begun[0])))
    press("Move selected", page)
    dialog = await hands.dialog_in_front("the Move dialog")
    press("Start move", dialog)
    await until(lambda: "moved" in hands.texts(table, "Visible again"), "the first rows moved")
    scene.kill_moves()
    await until(lambda: hands.is_ready("Show", scene.window), "the strip of unfinished moves")
    await scene.pictures.take("crashed-move")
    after = (await server.count(DLQ), await server.count(SOURCE))
    twice = sum(after) - sum(begun)
    expect(after[1] > begun[1], f"{after[1] - begun[1]} copies arrived before the crash")
    expect(twice >= 0, f"{-twice} of {sum(begun)} messages are lost")
    return f"{after[1] - begun[1]} of {begun[0]} had arrived, {twice} of them are there twice, none is lost"


async def recover(scene: Scene) -> str:
    """Finish deleting by the journal; each message is there exactly once, but for those perhaps sent."""
    await _release(scene)
    server = scene.server("demo", REGION)
    before = (await server.count(DLQ), await server.count(SOURCE))
    press("Show", scene.window)
    dialog = await hands.dialog_in_front("the dialog of unfinished moves")
    operations = await appear(QAbstractItemView, "Operations", dialog)
    await until(lambda: operations.model().rowCount() == 1, "the unfinished move")
    left = int(hands.texts(operations, "Sent not deleted")[0].replace(",", ""))
    perhaps = int(hands.texts(operations, "Perhaps sent")[0].replace(",", ""))
    await scene.pictures.take("unfinished-moves")
    if left:
        press("Finish deleting", dialog)
        await until(lambda: not scene.models.recovery.is_finishing, "the end of the deleting")
    after = (await server.count(DLQ), await server.count(SOURCE))
    expect(after[1] == before[1], f"{SOURCE} went from {before[1]} to {after[1]}")
    if hands.texts(operations, "Perhaps sent"):
        press("Leave as it is", dialog)
        await until(lambda: not scene.models.recovery.operations, "an empty list of unfinished moves")
    press("Close", dialog)
    uploads = [body for queue in (DLQ, SOURCE) for body in await server.bodies(queue) if MARK in body]
    expect(len(set(uploads)) == UPLOADS, f"{UPLOADS - len(set(uploads))} of {UPLOADS} uploads are lost")
    twice = len(uploads) - UPLOADS
    expect(twice <= perhaps, f"{twice} uploads are there twice, {perhaps} were said to be perhaps")
    return f"{before[0] - after[0]} originals deleted, none lost, {twice} of {perhaps} perhaps sent are twice"


async def _release(scene: Scene) -> None:
    """Let go of what is held here, so that it can be received again."""
    page = await scene.open_page("demo", REGION, DLQ, "Messages")
    table = await appear(QAbstractItemView, "Messages", page)
    held = [row for row, text in enumerate(hands.texts(table, "Visible again")) if text.endswith(" s")]
    if held:
        hands.select(table, held)
        press("Release", page)
        # Those that the killed process had deleted can't be released, and their rows say so.
        released = "released"
        await until(lambda: released in hands.texts(table, "Visible again"), "the first rows let go")
        await until(lambda: not scene.models.activity.jobs, "the end of the release")
