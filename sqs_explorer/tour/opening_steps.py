"""The tour's first steps: first screen, both demo profiles, filter, Quick open; and Details at the end."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QPlainTextEdit

from sqs_explorer.domain.quantities import count_words
from sqs_explorer.tour import hands
from sqs_explorer.tour.hands import find, press, until
from sqs_explorer.tour.scene import Scene, expect
from sqs_explorer.viewmodels.queues.catalogue import ListingState
from sqs_explorer.views.shell.more_button import MoreButton

REGIONS = (("demo", "eu-west-1"), ("demo", "us-east-1"), ("demo-warehouse", "eu-west-1"))


async def see_the_first_screen(scene: Scene) -> str:
    """Wait for the profiles on the first screen."""
    profiles = find(QAbstractItemView, "Profiles", scene.window)
    await until(lambda: profiles.model().rowCount() == 5, "the five sample profiles")
    await scene.pictures.take("first-screen")
    return "five profiles are offered and nothing was sent to anybody"


async def read_about_the_program(scene: Scene) -> str:
    """Open About from the menu; the parts are there, with the licence of Qt."""
    find(MoreButton, "Program menu", scene.window).menu_of_program.actions()[0].trigger()
    dialog = await hands.dialog_in_front("the dialog About")
    hands.show_tab("Licences", dialog)
    parts = find(QAbstractItemView, "Parts", dialog)
    await until(lambda: parts.model().rowCount() > 0, "the parts of the program")
    names = hands.texts(parts, "Part")
    missing = sorted({"SQS Explorer", "Python", "Qt", "botocore", "keyring", "moto"} - set(names))
    expect(not missing, f"About does not name {', '.join(missing)}")
    hands.select(parts, [names.index("Qt")])
    text = find(QPlainTextEdit, "Licence text", dialog)
    await until(lambda: "LESSER GENERAL PUBLIC LICENSE" in text.toPlainText(), "the licence of Qt")
    await scene.pictures.take("about")
    press("Close", dialog)
    await until(hands.no_dialog, "About to close")
    return f"{count_words(len(names), 'part')} and their licences"


async def open_both_profiles(scene: Scene) -> str:
    """Open the demo; every queue that the server has is in the tree."""
    press("Open the demo", scene.window)
    await until(lambda: len(scene.models.catalogue.specs) == 2, "the demo's two connections")
    await until(lambda: _all_listed(scene), "the lists of three regions")
    scene.models.demo.toggle_services()
    total = 0
    for profile, region in REGIONS:
        names = await scene.server(profile, region).queue_names()
        connection_id = scene.spec(profile).connection_id
        shown = [row for row in _queue_names(scene) if row[:2] == (connection_id, region)]
        expect(
            sorted(name for *_, name in shown) == names,
            f"{profile} {region}: {shown} in the tree, {names} there",
        )
        total += len(names)
    return f"{total} queues in three regions of two accounts; the services are paused"


def _all_listed(scene: Scene) -> bool:
    listings = scene.models.catalogue.listings
    return len(listings) == len(REGIONS) and all(listing.state is ListingState.LISTED for listing in listings)


def _queue_names(scene: Scene) -> list[tuple[str, str, str]]:
    tree = find(QAbstractItemView, "Queues", scene.window)
    found = []
    for depth, index in hands.tree_rows(tree):
        queue = scene.models.tree.model.queue_at(index)
        if depth >= 2 and queue is not None:
            found.append((queue.connection_id, queue.region, str(index.data())))
    return found


async def filter_the_queues(scene: Scene) -> str:
    """Filter for DLQs with messages; the server's counts agree."""
    field = find(QLineEdit, "Filter queues", scene.window)
    field.setText("is:dlq order")
    shown = await until(lambda: _only(scene, ["OrderQueue-DLQ"]), "OrderQueue-DLQ alone in the tree")
    await scene.pictures.take("filter")
    attributes = await scene.server().attributes("OrderQueue")
    expect(
        "OrderQueue-DLQ" in attributes.get("RedrivePolicy", ""),
        "OrderQueue's redrive policy names another DLQ",
    )
    count = await scene.server().count("OrderQueue-DLQ")
    field.setText("")
    await until(lambda: len(_queue_names(scene)) > 10, "the whole tree again")
    return f"“is:dlq order” leaves {shown[0]}, where {count_words(count, 'message')} lie"


def _only(scene: Scene, names: list[str]) -> list[str]:
    shown = [name for *_, name in _queue_names(scene)]
    return shown if shown == names else []


async def go_somewhere_by_name(scene: Scene) -> str:
    """Quick open: type part of a name, Enter goes there."""
    press("Quick open", scene.window)
    dialog = await hands.dialog_in_front("the dialog Quick open")
    find(QLineEdit, "Quick open", dialog).setText("orderq")
    await scene.pictures.take("quick-open")
    places = find(QAbstractItemView, "Places", dialog)
    places.activated.emit(places.model().index(0, 0))
    queue = scene.queue("demo", "eu-west-1", "OrderQueue")
    await until(lambda: scene.page_in_front() == queue, "OrderQueue's page")
    return "“orderq” and Enter open OrderQueue"


async def read_the_details(scene: Scene) -> str:
    """Read Details; the values are the server's."""
    page = await scene.open_page("demo", "eu-west-1", "OrderQueue", "Details")
    table = find(QAbstractItemView, "Queue attributes", page)
    await until(lambda: "ARN" in hands.texts(table, "Name"), "the queue's attributes")
    shown = dict(zip(hands.texts(table, "Name"), hands.texts(table, "Value"), strict=True))
    attributes = await scene.server().attributes("OrderQueue")
    expect(
        shown["ARN"] == attributes["QueueArn"], f"ARN {shown['ARN']}, on the server {attributes['QueueArn']}"
    )
    timeout = f"{attributes['VisibilityTimeout']} s"
    expect(
        shown["Visibility timeout"] == timeout, f"visibility {shown['Visibility timeout']}, there {timeout}"
    )
    await scene.pictures.take("details")
    return f"{len(shown)} attributes in words, ARN and visibility timeout as the server says"
