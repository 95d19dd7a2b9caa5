"""The header says who AWS says one is, never what the profile is called."""

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import CredentialsRejected, OperationNotOffered
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


def test_a_server_without_sts_is_said_to_have_none_and_the_queues_work(qt_run: RunCoroutine) -> None:
    async def open_at_a_server_without_sts() -> None:
        scene, scope = WindowScene(), TaskScope(no_bug)
        identity = IdentityViewModel(scene.catalogue, scene.connections, scope)
        scene.server.fail_next("GetCallerIdentity", OperationNotOffered("It does not offer it."))
        await scene.catalogue.open(ConnectionSpec("dev", (REGION,)))
        await scope.idle()
        assert identity.error is not None
        assert identity.error.title == "This server does not say who you are"
        assert identity.error.text == "It does not offer it."
        assert identity.error.next_step == "Its queues can be used all the same."
        await identity.close()
        await scene.close()

    qt_run(open_at_a_server_without_sts())


def test_nothing_open_is_nobody(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        scene = WindowScene()
        identity = IdentityViewModel(scene.catalogue, scene.connections, TaskScope(no_bug))
        assert identity.spec is None
        assert identity.identity is None
        await identity.close()

    qt_run(look())


def test_a_connection_opened_anew_is_asked_anew(qt_run: RunCoroutine) -> None:
    async def sign_in_and_open_again() -> None:
        scene, scope = WindowScene(), TaskScope(no_bug)
        identity = IdentityViewModel(scene.catalogue, scene.connections, scope)
        scene.server.fail_next("GetCallerIdentity", CredentialsRejected("The security token is invalid."))
        await scene.catalogue.open(ConnectionSpec("dev", (REGION,)))
        await scope.idle()
        assert identity.error is not None
        await scene.catalogue.open(ConnectionSpec("dev", (REGION,)))
        assert identity.error is None
        await scope.idle()
        assert identity.error is None
        assert identity.identity is not None
        await identity.close()
        await scene.close()

    qt_run(sign_in_and_open_again())


def test_an_answer_of_the_former_connection_is_not_taken_for_the_new_one(qt_run: RunCoroutine) -> None:
    async def open_again_before_the_answer() -> None:
        scene, scope = WindowScene(), TaskScope(no_bug)
        identity = IdentityViewModel(scene.catalogue, scene.connections, scope)
        gate = scene.server.hold("GetCallerIdentity")
        await scene.catalogue.open(ConnectionSpec("dev", (REGION,)))
        await gate.reached()
        scene.server.fail_next("GetCallerIdentity", CredentialsRejected("The security token is invalid."))
        gate.release()
        await scene.catalogue.open(ConnectionSpec("dev", (REGION,)))
        await scope.idle()
        assert identity.error is None
        assert identity.identity is not None
        await identity.close()
        await scene.close()

    qt_run(open_again_before_the_answer())


def test_those_that_failed_are_asked_again_and_no_other(qt_run: RunCoroutine) -> None:
    async def ask_again() -> None:
        scene, scope = WindowScene(), TaskScope(no_bug)
        identity = IdentityViewModel(scene.catalogue, scene.connections, scope)
        await scene.catalogue.open(ConnectionSpec("dev", (REGION,)))
        await scope.idle()
        scene.server.fail_next("GetCallerIdentity", CredentialsRejected("The security token is invalid."))
        await scene.catalogue.open(ConnectionSpec("other", (REGION,)))
        await scope.idle()
        scene.server.calls.clear()
        identity.ask_again()
        await scope.idle()
        asked = [call.profile for call in scene.server.calls if call.operation == "GetCallerIdentity"]
        assert asked == ["other"]
        identity.show("other", REGION)
        assert identity.error is None
        assert identity.identity is not None
        await identity.close()
        await scene.close()

    qt_run(ask_again())


def test_a_list_that_comes_at_last_asks_again_who_one_is(qt_run: RunCoroutine) -> None:
    async def refresh_after_mending() -> None:
        scene, scope = WindowScene(), TaskScope(no_bug)
        identity = IdentityViewModel(scene.catalogue, scene.connections, scope)
        for operation in ("ListQueues", "GetCallerIdentity"):
            scene.server.fail_next(operation, CredentialsRejected("The security token is invalid."))
        await scene.catalogue.open(ConnectionSpec("dev", (REGION,)))
        await scope.idle()
        await scene.scope.idle()
        assert identity.error is not None
        scene.catalogue.refresh("dev", REGION)
        await scene.scope.idle()
        await scope.idle()
        assert identity.identity is not None
        scene.catalogue.refresh("dev", REGION)
        await scene.scope.idle()
        await scope.idle()
        assert scene.server.count("GetCallerIdentity") == 2
        await identity.close()
        await scene.close()

    qt_run(refresh_after_mending())


def test_a_list_that_came_with_other_keys_asks_again_who_one_is(qt_run: RunCoroutine) -> None:
    async def keys_that_change_by_themselves() -> None:
        scene, scope = WindowScene(), TaskScope(no_bug)
        identity = IdentityViewModel(scene.catalogue, scene.connections, scope)
        await scene.catalogue.open(ConnectionSpec("dev", (REGION,)))
        await scope.idle()
        changes: list[object] = []
        identity.identity_changed.connect(lambda: changes.append(identity.identity))
        scene.server.account_of_profile["dev"] = "210987654321"
        scene.connections.gateway("dev").renew()
        scene.catalogue.refresh("dev", REGION)
        await scene.scope.idle()
        await scope.idle()
        assert identity.identity is not None
        assert identity.identity.account_id == "210987654321"
        scene.catalogue.refresh("dev", REGION)
        await scene.scope.idle()
        await scope.idle()
        assert changes == [identity.identity]
        await identity.close()
        await scene.close()

    qt_run(keys_that_change_by_themselves())
