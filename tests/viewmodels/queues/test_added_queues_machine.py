"""Whatever is listed, denied, added, removed and refreshed: no added queue is lost, none is there twice."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sqs_explorer.domain.errors import AccessDenied, SignInExpired, SqsExplorerError
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.queue_adding import FoundQueue
from sqs_explorer.viewmodels.queues.added_queues import queue_identity
from tests.guards.event_loops import run_on
from tests.viewmodels.queues.tree_scene import TreeScene, tree_scene

NAMES = ("a", "a-DLQ", "b.fifo", "c")
ERRORS: dict[str, SqsExplorerError] = {
    "denied": AccessDenied("no", action="sqs:ListQueues"),
    "expired": SignInExpired("expired"),
}
named = st.sampled_from(NAMES)
steps = st.one_of(
    st.tuples(st.sampled_from(("create", "delete", "add", "add old URL", "remove", "deleted here")), named),
    st.tuples(st.just("refresh"), st.sampled_from(("", *ERRORS))),
    st.tuples(st.just("refresh while"), named),
)


def url_of(name: str, *, old: bool = False) -> str:
    host = "eu-west-1.queue" if old else "sqs.eu-west-1"
    return f"https://{host}.amazonaws.com/123456789012/{name}"


class Walk:
    """Does the steps to a catalogue, and knows which queues must be in the list."""

    def __init__(self, scene: TreeScene) -> None:
        self.scene = scene
        self.server: set[str] = set()
        self.added: set[str] = set()

    async def do(self, step: tuple[str, str]) -> None:
        """Do one step."""
        deed, what = step
        if deed == "create" and what not in self.server:
            self.server.add(what)
            self.scene.fake.create_queue(what)
        elif deed == "delete" and what in self.server:
            self.server.discard(what)
            self.scene.fake.delete_queue(url_of(what))
        elif deed in {"add", "add old URL"}:
            self.add(what, old=deed == "add old URL")
        elif deed in {"remove", "deleted here"}:
            self.take_out(what, deleted=deed == "deleted here")
        elif deed.startswith("refresh"):
            await self.refresh(what, while_listing=deed == "refresh while")

    def add(self, name: str, *, old: bool = False) -> None:
        """Add a queue; one that is listed is not kept."""
        before = len(self.scene.kept.settings.added_queues)
        self.scene.catalogue.add(FoundQueue(QueueRef("dev", "eu-west-1", url_of(name, old=old))))
        if len(self.scene.kept.settings.added_queues) > before:
            self.added.add(name)

    def take_out(self, name: str, *, deleted: bool) -> None:
        """Remove a queue from the list by its menu, or because it was deleted."""
        for queue in self.scene.catalogue.queues:
            if queue.name == name and deleted:
                self.scene.catalogue.note_deleted(queue)
                self.added.discard(name)
            elif queue.name == name and self.scene.tree.is_added(queue):
                self.scene.catalogue.remove_added(queue)
                self.added.discard(name)

    async def refresh(self, what: str, *, while_listing: bool) -> None:
        """List again, with an error or while a queue is added."""
        if while_listing:
            gate = self.scene.fake.hold("ListQueues")
            self.scene.catalogue.refresh_all()
            await gate.reached()
            self.add(what)
            gate.release()
        else:
            if what:
                self.scene.fake.fail_next("ListQueues", ERRORS[what])
            self.scene.catalogue.refresh_all()
        await self.scene.idle()
        if not what or while_listing:
            assert {queue.name for queue in self.scene.catalogue.queues} == self.server | self.added

    def check(self) -> None:
        """Hold what must always be true."""
        listing = self.scene.catalogue.listing("dev", "eu-west-1")
        assert listing is not None
        names = [queue.name for queue in listing.queues]
        assert self.added <= set(names)
        assert len({queue_identity(queue) for queue in listing.queues}) == len(names)
        assert sorted(self.scene.names()) == sorted(names)
        assert listing.added <= set(listing.queues)
        assert {queue.name for queue in self.scene.kept.settings.added_queues} == self.added


@settings(max_examples=30, deadline=None)
@given(path=st.lists(steps, max_size=14))
@example(path=[("add old URL", "a"), ("create", "a"), ("refresh", ""), ("delete", "a"), ("refresh", "")])
def test_the_list_holds_what_was_added_once_on_any_path(path: list[tuple[str, str]]) -> None:
    async def walk() -> None:
        async with tree_scene() as scene:
            scene.fake.page_size = 2
            await scene.open()
            one = Walk(scene)
            for step in path:
                await one.do(step)
                one.check()
            await scene.idle()

    run_on(None, walk(), 20)
