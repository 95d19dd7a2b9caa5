"""Roles: what STS is asked for in a chain, and the dialog that asks for the code of an MFA device."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from tests.aws.credentials.scene import role_reply, sts_error
from tests.end_to_end.aws_settings import KEYS, AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient
from tests.fakes.raw_http_server import RawHttpServer, Request, identity_reply

SERIAL = "arn:aws:iam::111122223333:mfa/alice"
WRONG = sts_error("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. ")
HINT = "The digits that the device shows now."


@pytest.fixture(autouse=True)
def sts(raw: RawHttpServer) -> RawHttpServer:
    """Return the server that stands for STS: it gives everybody a role."""
    raw.reply("AssumeRole", role_reply())
    raw.reply("GetCallerIdentity", identity_reply("111122223333"))
    return raw


def role(
    name: str, sts: RawHttpServer, server: SandboxEndpoint, *, source: str = "base", more: str = ""
) -> str:
    """Return a role's profile: SQS is the sandbox, STS the raw server."""
    return (
        f"[profile {name}]\nrole_arn = arn:aws:iam::111122223333:role/{name}\nsource_profile = {source}\n"
        f"region = eu-west-1\nservices = local\n{more}\n"
        f"[services local]\nsqs =\n  endpoint_url = {server.endpoint_url}\n"
        f"sts =\n  endpoint_url = {sts.url}\n"
    )


@pytest.fixture
def with_mfa(aws: AwsSettings, sts: RawHttpServer, server: SandboxEndpoint) -> None:
    """Write the profiles `support` and `audit`: two roles for one MFA device."""
    roles = [role(name, sts, server, more=f"mfa_serial = {SERIAL}") for name in ("support", "audit")]
    aws.write(roles[0] + roles[1].partition("[services")[0], f"[base]\n{KEYS}")


def assumed(sts: RawHttpServer) -> list[Request]:
    """Return the requests for a role, in order."""
    return [request for request in sts.requests if request.operation == "AssumeRole"]


def codes(sts: RawHttpServer) -> list[str]:
    """Return the codes that STS was sent."""
    return [request.parameters["TokenCode"] for request in assumed(sts)]


async def asked(person: Person, *, for_profile: str) -> None:
    """Wait for the dialog."""
    await person.until(QApplication.activeModalWidget, "the dialog")
    await person.reads(f"The role of profile {for_profile} asks for a code of your MFA device.", SERIAL)


def test_a_chain_of_roles_goes_through_each_one_with_its_external_id(
    use_program: UseProgram,
    aws: AwsSettings,
    sts: RawHttpServer,
    server: SandboxEndpoint,
    second: SecondClient,
) -> None:
    queue = second.queue("of-the-chain")
    first, last = role_reply("ASIAFIRST"), role_reply("ASIALAST")
    sts.reply("AssumeRole", first, last)
    aws.write(
        role("hub", sts, server).partition("[services")[0]
        + role("tenant", sts, server, source="hub", more="external_id = tenant-42"),
        f"[base]\n{KEYS}",
    )

    async def steps(person: Person) -> None:
        await person.stands("1 queue", "tenant", "eu-west-1")
        assert person.queues() == [queue]
        await person.reads("111122223333")

    use_program(steps, "--profile", "tenant")
    hub, tenant = assumed(sts)
    assert hub.parameters["RoleArn"].endswith("role/hub")
    assert "ExternalId" not in hub.parameters
    assert tenant.parameters["RoleArn"].endswith("role/tenant")
    assert tenant.parameters["ExternalId"] == "tenant-42"
    assert "Credential=ASIAFIRST/" in tenant.headers["Authorization"]


@pytest.mark.usefixtures("with_mfa")
def test_a_wrong_code_is_said_beside_the_field_and_the_next_one_opens_the_connection(
    use_program: UseProgram, sts: RawHttpServer, second: SecondClient
) -> None:
    queue = second.queue("behind-mfa")
    sts.reply("AssumeRole", WRONG, role_reply())

    async def steps(person: Person) -> None:
        await asked(person, for_profile="support")
        await person.reads(HINT)
        person.type("MFA code", "12 34")
        person.press("Continue")
        await person.reads("Type the 6 digits that the device shows now.")
        assert person.find(QLineEdit, "MFA code").text() == "12 34"
        assert codes(sts) == []
        person.type("MFA code", "111 111")
        await person.answers("Continue")
        await person.reads("AWS did not accept the code.", "each works only once")
        person.type("MFA code", "222222")
        person.press("Continue")
        await person.stands("1 queue", "support", "eu-west-1")
        assert person.queues() == [queue]

    use_program(steps, "--profile", "support")
    assert codes(sts) == ["111111", "222222"]
    assert {request.parameters["SerialNumber"] for request in assumed(sts)} == {SERIAL}


@pytest.mark.usefixtures("with_mfa")
def test_two_regions_and_two_roles_of_one_device_ask_one_after_the_other_and_once_each(
    use_program: UseProgram, sts: RawHttpServer
) -> None:
    async def steps(person: Person) -> None:
        for code in ("111111", "222222"):
            await person.until(QApplication.activeModalWidget, "the dialog")
            assert (
                len([one for one in QApplication.topLevelWidgets() if one.isModal() and one.isVisible()]) == 1
            )
            person.type("MFA code", code)
            await person.answers("Continue")
        for profile in ("support", "audit"):
            for region in ("eu-west-1", "eu-central-1"):
                await person.stands("no queues", profile, region)
        assert QApplication.activeModalWidget() is None

    regions = ["--region", "eu-west-1", "--region", "eu-central-1"]
    use_program(steps, "--profile", "support", "--profile", "audit", *regions)
    assert codes(sts) == ["111111", "222222"]
    assert {request.parameters["RoleArn"].rpartition("/")[2] for request in assumed(sts)} == {
        "support",
        "audit",
    }


@pytest.mark.usefixtures("with_mfa")
def test_after_cancel_nothing_asks_again_until_sign_in_again(
    use_program: UseProgram, sts: RawHttpServer
) -> None:
    async def steps(person: Person) -> None:
        await asked(person, for_profile="support")
        await person.answers("Cancel")
        for region in ("eu-west-1", "eu-central-1"):
            await person.stands("not signed in", "support", region)
        person.press("Refresh")
        await person.stands("sign-in expired", "support", "eu-west-1")
        assert QApplication.activeModalWidget() is None
        await person.press_soon("Sign in again")
        await asked(person, for_profile="support")
        person.type("MFA code", "333333")
        await person.answers("Continue")
        for region in ("eu-west-1", "eu-central-1"):
            await person.stands("no queues", "support", region)
        await person.reads("111122223333", "Signed in, ")

    use_program(steps, "--profile", "support", "--region", "eu-west-1", "--region", "eu-central-1")
    assert codes(sts) == ["333333"]


@pytest.mark.usefixtures("with_mfa")
def test_one_code_serves_finding_the_regions_and_opening_them(
    use_program: UseProgram, sts: RawHttpServer, second: SecondClient
) -> None:
    queue = second.queue("found-first")

    async def steps(person: Person) -> None:
        await person.checks("Profiles", "support")
        await person.press_soon("Find regions that have queues")
        await asked(person, for_profile="support")
        person.type("MFA code", "444444")
        await person.answers("Continue")
        await person.press_is("Find regions that have queues")
        await person.connects(["support"], ["eu-west-1"])
        await person.stands("1 queue", "support", "eu-west-1")
        assert person.queues() == [queue]
        assert QApplication.activeModalWidget() is None

    use_program(steps)
    assert codes(sts) == ["444444"]
