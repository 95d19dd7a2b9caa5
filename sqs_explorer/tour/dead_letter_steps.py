"""The tour puts dead letters back: groups them, mends one, moves three, then a group, redrives the rest."""

from __future__ import annotations

from collections import Counter
from typing import Any

from PySide6.QtWidgets import QAbstractItemView, QPlainTextEdit, QSpinBox, QWidget

from sqs_explorer.tour import hands
from sqs_explorer.tour.hands import appear, find, press, until
from sqs_explorer.tour.scene import Scene, expect
from sqs_explorer.viewmodels.messages.message_row import HoldState

RATE = 10
DLQ, SOURCE = "OrderQueue-DLQ", "OrderQueue"
MENDED = '{"checkedBy": "support", '


async def find_the_failed_orders(scene: Scene) -> str:
    """Receive what lies in OrderQueue-DLQ; the server says the same number."""
    page = await scene.open_page("demo", "eu-west-1", DLQ, "Dead letters")
    lying = await scene.server().count(DLQ)
    await _receive_all(scene, page, lying)
    table = await appear(QAbstractItemView, "Messages", page)
    await until(lambda: table.model().rowCount() == lying, f"{lying} dead letters in the table")
    groups = await appear(QAbstractItemView, "Failure groups", page)
    await until(lambda: sum(map(int, hands.texts(groups, "Messages"))) == lying, "all of them grouped")
    hands.select(table, [0])
    await scene.pictures.take("dead-letters")
    return f"{lying} failed orders, as many as the server counts"


def _counts(scene: Scene) -> tuple[tuple[str, int | None], ...]:
    page = scene.models.workspace.current
    return tuple(page.counts) if page is not None else ()


async def group_the_failures(scene: Scene) -> str:
    """See why they failed: the groups found are those of an attribute that the server holds."""
    await _release(scene)
    held = await scene.server().everything(DLQ)
    reasons = Counter(_reason(message) for message in held)
    page = await scene.open_page("demo", "eu-west-1", DLQ, "Dead letters")
    groups = await appear(QAbstractItemView, "Failure groups", page)
    shown = dict(zip(hands.texts(groups, "Key"), hands.texts(groups, "Messages"), strict=True))
    expect(
        shown == {reason: str(count) for reason, count in reasons.items()}, f"groups {shown}, held {reasons}"
    )
    await _receive_all(scene, page, sum(reasons.values()))
    await _hold_all(page, sum(reasons.values()))
    hands.select(groups, [0])
    table = find(QAbstractItemView, "Messages", page)
    largest = reasons.most_common(1)[0]
    await until(lambda: table.model().rowCount() == largest[1], f"the group {largest[0]} alone")
    hands.select(table, [0, 1, 2])
    await scene.pictures.take("failure-groups")
    words = ", ".join(f"{count} {reason}" for reason, count in reasons.most_common())
    return f"{words}: the same as the server's attributes say"


async def mend_one_order(scene: Scene) -> str:
    """Edit a failed order and resend it; the server has the mended one, and the original no longer."""
    page = await scene.open_page("demo", "eu-west-1", DLQ, "Dead letters")
    server = scene.server()
    before = (await server.count(DLQ), await server.count(SOURCE))
    hands.select(find(QAbstractItemView, "Messages", page), [0])
    press("Edit and resend", page)
    dialog = await hands.dialog_in_front("the dialog Edit and resend")
    editor = find(QPlainTextEdit, "Message body", dialog)
    mended = editor.toPlainText().replace("{", MENDED, 1)
    editor.selectAll()
    editor.insertPlainText(mended)
    await until(lambda: hands.is_ready("Resend", dialog), "Resend")
    await scene.pictures.take("edit-and-resend")
    press("Resend", dialog)
    await until(hands.no_dialog, "the end of the resend")
    after = (await server.count(DLQ), await server.count(SOURCE))
    expect(after == (before[0] - 1, before[1] + 1), f"counts {before} before, {after} after")
    return f"{SOURCE} has one more, {DLQ} one less; what arrived is read after the next moves"


async def move_three_back(scene: Scene) -> str:
    """Move three to the queue they came from; the server holds them there and no longer here."""
    before, after = await _move(scene, group=1, count=3)
    return f"{SOURCE} went from {before[1]} to {after[1]} messages, {DLQ} from {before[0]} to {after[0]}"


async def move_a_group(scene: Scene) -> str:
    """Move a whole group, and see there the group, the three before it and the mended order."""
    page = await scene.open_page("demo", "eu-west-1", DLQ, "Dead letters")
    groups = find(QAbstractItemView, "Failure groups", page)
    name, count = hands.texts(groups, "Key")[2], int(hands.texts(groups, "Messages")[2])
    before, after = await _move(scene, group=2, count=count, picture="move-dialog")
    bodies = await scene.server().bodies(SOURCE)
    rows = scene.models.workspace.current.store.rows  # type: ignore[union-attr]
    moved = [row.message.body for row in rows if row.state is HoldState.MOVED]
    missing = [body for body in moved if body not in bodies and not _is_mended(body, bodies)]
    expect(len(moved) == count + 4, f"{len(moved)} rows are marked moved")
    expect(not missing, f"{len(missing)} of those moved are not in {SOURCE}")
    expect(any(body.startswith(MENDED) for body in bodies), f"the mended order is not in {SOURCE}")
    return f"{count} × “{name}”: {SOURCE} went from {before[1]} to {after[1]} messages"


async def _move(
    scene: Scene, *, group: int, count: int, picture: str = ""
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Move the first messages of a group, and return the server's counts here and there, before and after."""
    page = await scene.open_page("demo", "eu-west-1", DLQ, "Dead letters")
    server = scene.server()
    before = (await server.count(DLQ), await server.count(SOURCE))
    groups = find(QAbstractItemView, "Failure groups", page)
    size = int(hands.texts(groups, "Messages")[group])
    hands.select(groups, [group])
    table = find(QAbstractItemView, "Messages", page)
    await until(lambda: table.model().rowCount() == size, "the group alone")
    hands.select(table, list(range(count)))
    press("Move selected", page)
    dialog = await hands.dialog_in_front("the Move dialog")
    if picture:
        await scene.pictures.take(picture)
    press("Start move", dialog)
    await until(
        lambda: hands.texts(table, "Visible again").count("moved") == count, f"{count} rows marked moved"
    )
    after = (await server.count(DLQ), await server.count(SOURCE))
    expect(after == (before[0] - count, before[1] + count), f"counts {before} before, {after} after")
    return before, after


def _is_mended(original: str, bodies: list[str]) -> bool:
    """Whether an original was edited before it was sent: its copy has the note in front."""
    return original.replace("{", MENDED, 1) in bodies


def _reason(message: dict[str, Any]) -> str:
    reason = message.get("MessageAttributes", {}).get("errorReason")
    return str(reason["StringValue"]) if reason else "No errorReason"


async def _receive_all(scene: Scene, page: QWidget, count: int) -> None:
    """Press Receive once the page knows of all: it asks for as many as the last count says are available.

    A count read while another client held some is too small.
    """
    press("Refresh queue", page)
    await until(lambda: ("Available", count) in _counts(scene), f"{count} available in the title")
    press("Receive", page)


async def _hold_all(page: QWidget, count: int) -> None:
    """Wait until what was let go is held again."""
    table = find(QAbstractItemView, "Messages", page)
    await until(
        lambda: sum(text.endswith(" s") for text in hands.texts(table, "Visible again")) == count,
        f"{count} dead letters held",
    )
    await until(lambda: hands.is_ready("Receive", page), "the end of the receive")


async def redrive_the_rest(scene: Scene) -> str:
    """Redrive what is left through the server's own move task and watch it finish."""
    page = await scene.open_page("demo", "eu-west-1", DLQ, "Dead letters")
    await _release(scene)
    server = scene.server()
    left = await server.count(DLQ)
    press("Redrive all", page)
    dialog = await hands.dialog_in_front("the Redrive dialog")
    await scene.pictures.take("redrive-dialog")
    find(QSpinBox, "Messages per second", dialog).setValue(RATE)
    press("Start redrive", dialog)
    tasks = await appear(QAbstractItemView, "Move tasks", page)
    await until(lambda: hands.texts(tasks, "Status")[0] == "Running", "the task that runs")
    await until(lambda: hands.texts(tasks, "Moved")[0] not in {"≈ 0", "0"}, "the first messages moved")
    await scene.pictures.take("redrive-running")
    await until(lambda: hands.texts(tasks, "Status")[0] == "Completed", "the end of the task", 120)
    rest = await server.count(DLQ)
    expect(rest == 0, f"{rest} messages are still in {DLQ}")
    await scene.pictures.take("redrive-completed")
    return f"{left} messages moved by the server, none left"


async def _release(scene: Scene) -> None:
    """Let go of the dead letters that are held: a move task takes visible messages only."""
    page = await scene.open_page("demo", "eu-west-1", DLQ, "Messages")
    table = await appear(QAbstractItemView, "Messages", page)
    held = [row for row, text in enumerate(hands.texts(table, "Visible again")) if text.endswith(" s")]
    hands.select(table, held)
    press("Release", page)
    words = "released"
    await until(lambda: hands.texts(table, "Visible again").count(words) == len(held), "all rows released")
    await scene.open_page("demo", "eu-west-1", DLQ, "Dead letters")
