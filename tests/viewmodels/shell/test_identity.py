"""The header says who AWS says one is, never what the profile is called."""

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import CredentialsRejected
from sqs_explorer.viewmodels.shell.identity import IdentityViewModel
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.fakes.fake_sqs import ACCOUNT_ID
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.shell.window_scene import WindowScene, no_bug

REGION = "eu-west-1"


def test_the_account_is_asked_once_for_each_connection(qt_run: RunCoroutine) -> None:
    async def open_two() -> None:
        scene, scope = WindowScene(), TaskScope(no_bug)
        identity = IdentityViewModel(scene.catalogue, scene.connections, scope)
        scene.server.account_of_profile["other"] = "210987654321"
        for profile in ("dev", "other"):
            await scene.catalogue.open(ConnectionSpec(profile, (REGION,)))
        await scope.idle()
        identity.show("other", REGION)
        assert identity.identity is not None
        assert identity.identity.account_id == "210987654321"
        identity.show("dev", REGION)
        assert identity.identity is not None
        assert identity.identity.account_id == ACCOUNT_ID
        assert scene.server.count("GetCallerIdentity") == 2
        await identity.close()
        await scene.close()

    qt_run(open_two())


def test_wrong_keys_are_said_in_place_of_the_account(qt_run: RunCoroutine) -> None:
    async def open_with_wrong_keys() -> None:
        scene, scope = WindowScene(), TaskScope(no_bug)
        identity = IdentityViewModel(scene.catalogue, scene.connections, scope)
        scene.server.fail_next("GetCallerIdentity", CredentialsRejected("The security token is invalid."))
        await scene.catalogue.open(ConnectionSpec("dev", (REGION,)))
        await scope.idle()
        assert identity.identity is None
        assert identity.error is not None
        assert identity.error.title == "Credentials not accepted"
        await identity.close()
        await scene.close()

    qt_run(open_with_wrong_keys())


def test_nothing_open_is_nobody(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        scene = WindowScene()
        identity = IdentityViewModel(scene.catalogue, scene.connections, TaskScope(no_bug))
        assert identity.spec is None
        assert identity.identity is None
        await identity.close()

    qt_run(look())
