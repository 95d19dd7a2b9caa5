"""Profiles come from the AWS files and variables, and several open side by side."""

from __future__ import annotations

import pytest

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from tests.end_to_end.aws_settings import KEYS, AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient

DEAD_ENDPOINT = "http://127.0.0.1:9"


def test_profiles_of_the_files_are_offered_with_their_kind(use_program: UseProgram, aws: AwsSettings) -> None:
    aws.write(
        "[default]\nregion = eu-west-1\n"
        "[profile support]\nrole_arn = arn:aws:iam::111111111111:role/Support\nsource_profile = default\n"
        "[profile company]\nsso_session = company\nsso_account_id = 1\nsso_role_name = r\n"
        "[sso-session company]\nsso_start_url = https://company.example/start\nsso_region = eu-west-1\n"
        "[profile vault]\ncredential_process = vault-login\n",
        f"[default]\n{KEYS}",
    )

    async def steps(person: Person) -> None:
        await person.until(lambda: len(person.column("Profiles", "Profile")) == 4, "four profiles")
        kinds = dict(
            zip(person.column("Profiles", "Profile"), person.column("Profiles", "Kind"), strict=True)
        )
        assert kinds == {"default": "Access keys", "company": "SSO", "support": "Role", "vault": "Process"}
        assert person.words().count("Nothing is sent to AWS before you ask for it.") == 1

    use_program(steps)


def test_several_profiles_and_regions_open_at_once_and_each_lists_its_own(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint, second: SecondClient
) -> None:
    aws.profiles(server.endpoint_url, "orders", "billing")
    frankfurt = SecondClient(server.endpoint_url, "eu-central-1")
    try:
        ireland_queue, frankfurt_queue = second.queue("ireland"), frankfurt.queue("frankfurt")

        async def steps(person: Person) -> None:
            await person.connects(["orders", "billing"], ["eu-west-1", "eu-central-1"])
            for profile in ("orders", "billing"):
                await person.stands("1 queue", profile, "eu-west-1")
                await person.stands("1 queue", profile, "eu-central-1")
                assert (profile, "eu-west-1", ireland_queue) in person.tree()
                assert (profile, "eu-central-1", frankfurt_queue) in person.tree()
                assert (profile, "eu-central-1", ireland_queue) not in person.tree()

        use_program(steps)
    finally:
        frankfurt.close()


def test_aws_profile_names_the_profile_that_is_checked(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint, second: SecondClient
) -> None:
    aws.profiles(server.endpoint_url, "billing", "orders")
    aws.variable("AWS_PROFILE", "orders")
    queue = second.queue("chosen")

    async def steps(person: Person) -> None:
        await person.reads("1 profile in 1 region: 1 queue list.")
        await person.press_soon("Open")
        await person.stands("1 queue", "orders", "eu-west-1")
        assert person.tree() == [("orders",), ("orders", "eu-west-1"), ("orders", "eu-west-1", queue)]

    use_program(steps)


@pytest.mark.parametrize(
    ("variables", "region"),
    [
        ({"AWS_REGION": "eu-west-2", "AWS_DEFAULT_REGION": "eu-west-3"}, "eu-west-2"),
        ({"AWS_DEFAULT_REGION": "eu-west-3"}, "eu-west-3"),
        ({}, "ap-southeast-2"),
    ],
    ids=["AWS_REGION", "AWS_DEFAULT_REGION", "the profile's own"],
)
def test_the_region_comes_from_the_variables_then_from_the_profile(
    use_program: UseProgram,
    aws: AwsSettings,
    server: SandboxEndpoint,
    variables: dict[str, str],
    region: str,
) -> None:
    aws.profiles(server.endpoint_url, "orders", region="ap-southeast-2")
    for name, value in variables.items():
        aws.variable(name, value)

    async def steps(person: Person) -> None:
        await person.stands("no queues", "orders", region)
        assert person.tree() == [("orders",), ("orders", region)]

    use_program(steps, "--profile", "orders")


def test_a_services_section_gives_the_endpoint(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint, second: SecondClient
) -> None:
    queue = second.queue("by-services")
    aws.write(
        f"[profile orders]\nregion = eu-west-1\nservices = local\nendpoint_url = {DEAD_ENDPOINT}\n"
        f"[services local]\nsqs =\n  endpoint_url = {server.endpoint_url}\n"
        f"sts =\n  endpoint_url = {server.endpoint_url}\n",
        f"[orders]\n{KEYS}",
    )

    async def steps(person: Person) -> None:
        await person.stands("1 queue", "orders", "eu-west-1")
        assert person.queues() == [queue]

    use_program(steps, "--profile", "orders")


def test_an_endpoint_typed_into_connections_wins_over_the_profiles(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint, second: SecondClient
) -> None:
    queue = second.queue("by-hand")
    aws.profiles(DEAD_ENDPOINT, "orders")

    async def steps(person: Person) -> None:
        await person.checks("Profiles", "orders")
        await person.checks("Regions", "eu-west-1")
        person.press("Endpoint URL")
        person.type("Endpoint URL", server.endpoint_url)
        person.press("Open")
        await person.stands("1 queue", "orders", "eu-west-1")
        assert person.queues() == [queue]
        assert server.endpoint_url in person.words()

    use_program(steps)


def test_a_role_profile_works_in_the_roles_account(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint, second: SecondClient
) -> None:
    second.queue("of-the-source-account")
    aws.write(
        f"[profile base]\nregion = eu-west-1\nendpoint_url = {server.endpoint_url}\n"
        "[profile warehouse]\nrole_arn = arn:aws:iam::111111111111:role/warehouse\nsource_profile = base\n"
        f"region = eu-west-1\nendpoint_url = {server.endpoint_url}\n",
        f"[base]\n{KEYS}",
    )

    async def steps(person: Person) -> None:
        await person.stands("no queues", "warehouse", "eu-west-1")
        await person.reads("111111111111")

    use_program(steps, "--profile", "warehouse")


def test_connections_opened_from_the_window_join_those_that_are_open(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint
) -> None:
    aws.profiles(server.endpoint_url, "orders", "billing")

    async def steps(person: Person) -> None:
        await person.stands("no queues", "orders", "eu-west-1")
        await person.dialog("Add connection")
        await person.connects(["billing"], ["eu-west-1", "eu-north-1"])
        await person.stands("no queues", "billing", "eu-north-1")
        assert ("orders", "eu-west-1") in person.tree()

    use_program(steps, "--profile", "orders")
