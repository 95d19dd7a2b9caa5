"""The tour puts dead letters back: finds the failed orders, moves three, redrives the rest."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QSpinBox

from sqs_explorer.tour import hands
from sqs_explorer.tour.hands import appear, find, press, until
from sqs_explorer.tour.scene import Scene, expect

RATE = 10
DLQ, SOURCE = "OrderQueue-DLQ", "OrderQueue"


async def find_the_failed_orders(scene: Scene) -> str:
    """Receive what lies in OrderQueue-DLQ; the server says the same number."""
    page = await scene.open_page("demo", "eu-west-1", DLQ, "Dead letters")
    lying = await scene.server().count(DLQ)
    press("Receive", page)
    table = await appear(QAbstractItemView, "Messages", page)
    await until(lambda: table.model().rowCount() == lying, f"{lying} dead letters in the table")
    hands.select(table, [0])
    await scene.pictures.take("dead-letters")
    return f"{lying} failed orders, as many as the server counts"


async def move_three_back(scene: Scene) -> str:
    """Move three to the queue they came from; the server holds them there and no longer here."""
    page = await scene.open_page("demo", "eu-west-1", DLQ, "Dead letters")
    server = scene.server()
    before = (await server.count(DLQ), await server.count(SOURCE))
    table = await appear(QAbstractItemView, "Messages", page)
    hands.select(table, [0, 1, 2])
    originals = [scene.models.workspace.current.store.row(i) for i in hands.whole_ids(table)[:3]]  # type: ignore[union-attr]
    press("Move selected", page)
    dialog = await hands.dialog_in_front("the Move dialog")
    await scene.pictures.take("move-dialog")
    press("Start move", dialog)
    await until(lambda: hands.texts(table, "Visible again").count("moved") == 3, "three rows marked moved")
    after = (await server.count(DLQ), await server.count(SOURCE))
    expect(after == (before[0] - 3, before[1] + 3), f"counts {before} before, {after} after")
    await _see_them(scene, [row.message.body for row in originals if row is not None])
    return f"{SOURCE} went from {before[1]} to {after[1]} messages, {DLQ} from {before[0]} to {after[0]}"


async def _see_them(scene: Scene, bodies: list[str]) -> None:
    server = scene.server()
    held = await server.bodies(SOURCE)
    missing = [body for body in bodies if body not in held]
    expect(len(bodies) == 3 and not missing, f"{len(missing)} of the three are not in {SOURCE}")


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
