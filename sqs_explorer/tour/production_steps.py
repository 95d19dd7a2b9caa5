"""The tour in Production: opened read-only with an MFA code, refused, unlocked, purged, told in Activity."""

from __future__ import annotations

import shlex

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLineEdit, QWidget

from sqs_explorer.domain.quantities import count_words
from sqs_explorer.tour import hands
from sqs_explorer.tour.hands import appear, find, press, until
from sqs_explorer.tour.scene import Scene, expect
from sqs_explorer.tour.sending_steps import arrived, said, send, write_body
from sqs_explorer.viewmodels.queues.catalogue import ListingState

PROFILE, REGION, QUEUE = "prod-orders", "eu-west-1", "OrderQueue"
ORDER = '{"orderId": "ORD902", "note": "sent while writing was unlocked"}'
MFA_CODE = "123456"
TYPED_CHARACTERS = 6
"""How much of the queue's name stands there when the purge's picture is taken."""


async def open_production(scene: Scene) -> str:
    """Open a role that asks for MFA from the Connections dialog; the tree has what the server has."""
    endpoint_url = await scene.server().endpoint_url()
    press("Add connection", scene.window)
    dialog = await hands.dialog_in_front("the Connections dialog")
    profiles = find(QAbstractItemView, "Profiles", dialog)
    await until(lambda: PROFILE in hands.texts(profiles, "Profile"), f"the profile {PROFILE}")
    hands.check(profiles, "Profile", [PROFILE])
    hands.check(find(QAbstractItemView, "Regions", dialog), "Code", [REGION])
    press("Endpoint URL", dialog)
    find(QLineEdit, "Endpoint URL", dialog).setText(endpoint_url)
    await until(lambda: not scene.models.connecting.is_reading, "the end of the reading")
    expect(find(QAbstractButton, "Read-only", dialog).isChecked(), "Production does not start read-only")
    await scene.pictures.take("connections-dialog")
    press("Open", dialog)
    await until(lambda: hands.is_ready("Continue", hands.front_window(scene.window)), "the MFA dialog")
    await _give_mfa_code(scene, hands.front_window(scene.window))
    await until(lambda: _is_listed(scene), "the queues of Production")
    connection_id = scene.spec(PROFILE).connection_id
    listed = [queue.name for queue in scene.models.catalogue.queues if queue.connection_id == connection_id]
    names = await scene.server().queue_names()
    expect(sorted(listed) == names, f"{sorted(listed)} in the tree, {names} there")
    return f"a role that asked for an MFA code, {count_words(len(names), 'queue')}"


async def _give_mfa_code(scene: Scene, dialog: QWidget) -> None:
    find(QLineEdit, "MFA code", dialog).setText(MFA_CODE)
    await scene.pictures.take("mfa-dialog")
    press("Continue", dialog)
    await until(hands.no_dialog, "the end of the MFA dialog")


def _is_listed(scene: Scene) -> bool:
    listing = scene.models.catalogue.listing(scene.spec(PROFILE).connection_id, REGION)
    return listing is not None and listing.state is ListingState.LISTED


async def be_refused(scene: Scene) -> str:
    """Production starts read-only: Send, Purge and Delete are off, and the server's queue stays as it is."""
    before = await scene.server().count(QUEUE)
    page = await scene.open_page(PROFILE, REGION, QUEUE, "Send")
    write_body(page, ORDER)
    await until(lambda: "Valid JSON" in said(page, "Body check"), "the body's check")
    expect(not hands.is_ready("Send", page), "Send can be pressed in a read-only connection")
    reason = said(page, "Send result")
    expect("Read-only" in reason, f"beside Send stands “{reason}”")
    page = await scene.open_page(PROFILE, REGION, QUEUE, "Details")
    table = await appear(QAbstractItemView, "Queue attributes", page)
    await until(lambda: "ARN" in hands.texts(table, "Name"), "the queue's attributes")
    for name in ("Purge queue", "Delete queue"):
        expect(not hands.is_ready(name, page), f"{name} can be pressed in a read-only connection")
    await scene.pictures.take("production-read-only")
    after = await scene.server().count(QUEUE)
    expect(after == before, f"{before} messages before, {after} after")
    return f"Send, Purge queue and Delete queue are off, {after} messages before and after"


async def unlock_for_a_quarter_of_an_hour(scene: Scene) -> str:
    """Unlock writing for 15 minutes; what was typed before is sent now, and the server has it."""
    press("Unlock writing", scene.window)
    dialog = await hands.dialog_in_front("the dialog Unlock writing")
    hands.choose("For", "15 minutes", dialog)
    await scene.pictures.take("unlock-dialog")
    press("Unlock writing", dialog)
    await until(lambda: hands.is_ready("Lock writing", scene.window), "the header that says what is left")
    page = await scene.open_page(PROFILE, REGION, QUEUE, "Send")
    message_id = await send(scene, page)
    await scene.pictures.take("production-unlocked")
    message = await arrived(scene, "demo", REGION, QUEUE, message_id)
    expect(message["Body"] == ORDER, f"the server holds {message['Body']!r}")
    left = said(scene.window, "Lock writing")
    expect("min" in left, f"the header says “{left}”")
    return f"“{left}”; the body typed before was sent, the server holds it"


async def purge_the_queue(scene: Scene) -> str:
    """Purge the queue: only its typed name makes that possible; then the server has nothing in it."""
    page = await scene.open_page(PROFILE, REGION, QUEUE, "Details")
    before = await scene.server().count(QUEUE)
    press("Purge queue", page)
    dialog = await hands.dialog_in_front("the question before the purge")
    field = find(QLineEdit, "Type the queue name", dialog)
    field.setText(QUEUE[:TYPED_CHARACTERS])
    verb = f"Purge about {count_words(before, 'message')}"
    expect(not hands.is_ready(verb, dialog), "it can be purged before its name is typed")
    await scene.pictures.take("purge-dialog")
    field.setText(QUEUE)
    press(verb, dialog)
    await until(hands.no_dialog, "the end of the question")
    await until(lambda: _is_purged(scene), "the answer to the purge")
    after = await scene.server().count(QUEUE)
    expect(after == 0, f"{after} messages are still in {QUEUE}")
    await scene.pictures.take("purged")
    return f"{count_words(before, 'message')} before, none after"


def _is_purged(scene: Scene) -> bool:
    page = scene.models.workspace.current
    return page is not None and bool(page.details.destroying.done_words)


def _has_activity_open(scene: Scene) -> bool:
    """Whether the table is in sight already: the window remembers that from an earlier tour."""
    try:
        find(QAbstractItemView, "Activity jobs", scene.window)
    except hands.TourProblem:
        return False
    return True


async def copy_it_as_a_command(scene: Scene) -> str:
    """Find the purge in Activity and copy it as a command, which names the server's own queue."""
    if not _has_activity_open(scene):
        press("Activity", scene.window)
    table = await appear(QAbstractItemView, "Activity jobs", scene.window)
    find(QLineEdit, "Search activity", scene.window).setText(f"purge {QUEUE}")
    await until(lambda: set(hands.texts(table, "What")) == {f"Purge {QUEUE}"}, "the purge alone")
    hands.select(table, [0])
    hands.act("Copy as AWS CLI command", table)
    await scene.pictures.take("activity")
    words = shlex.split(QGuiApplication.clipboard().text(), comments=True)
    options = dict(zip(words[3::2], words[4::2], strict=True))
    url, endpoint_url = await scene.server().queue_url(QUEUE), await scene.server().endpoint_url()
    wanted = {"profile": PROFILE, "region": REGION, "endpoint-url": endpoint_url, "queue-url": url}
    expect(words[:3] == ["aws", "sqs", "purge-queue"], f"the command is {words}")
    expect(options == {f"--{name}": value for name, value in wanted.items()}, f"its options are {options}")
    return "the command copied names the queue's URL as the server says it"
