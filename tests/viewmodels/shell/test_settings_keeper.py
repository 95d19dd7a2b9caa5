"""No setting is lost, and a disk that refuses is no secret."""

from sqs_explorer.domain.settings import Settings
from sqs_explorer.viewmodels.shell.settings_keeper import SettingsKeeper
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.shell.window_scene import FakeSettingsStore, no_bug


def test_the_newest_of_many_changes_is_on_the_disk_at_the_end(qt_run: RunCoroutine) -> None:
    store = FakeSettingsStore()

    async def change_often() -> None:
        keeper = SettingsKeeper(Settings(), store, TaskScope(no_bug))
        for seconds in range(1, 20):
            keeper.change(refresh_seconds=seconds)
        keeper.change(theme="dark")
        await keeper.close()

    qt_run(change_often())
    assert store.saved[-1] == Settings(refresh_seconds=19, theme="dark")


def test_no_change_writes_nothing(qt_run: RunCoroutine) -> None:
    store = FakeSettingsStore()

    async def change_nothing() -> None:
        keeper = SettingsKeeper(Settings(theme="dark"), store, TaskScope(no_bug))
        keeper.change(theme="dark")
        await keeper.close()

    qt_run(change_nothing())
    assert store.saved == []


def test_a_full_disk_is_said_and_the_settings_hold_for_this_run(qt_run: RunCoroutine) -> None:
    store = FakeSettingsStore(refusal="No space left on device")
    said: list[str] = []

    async def change() -> SettingsKeeper:
        keeper = SettingsKeeper(Settings(), store, TaskScope(no_bug))
        keeper.saving_failed.connect(said.append)
        keeper.change(theme="dark")
        await keeper.close()
        return keeper

    assert qt_run(change()).settings.theme == "dark"
    assert said == ["Settings are not kept: No space left on device. They hold for this run."]
