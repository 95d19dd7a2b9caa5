"""Signing in to IAM Identity Center from the window: in the browser, with a device code, by the AWS CLI."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from tests.aws.sso.signing_in_scene import START_URL
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.identity_center import IdentityCenter, mode_of, sign_in_in_the_browser
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient
from tests.fakes.sso_server import Refusal

STRIP = "Sign-in expired: {}."


def test_without_a_token_the_row_says_so_and_the_browser_signs_in(
    use_program: UseProgram, center: IdentityCenter, second: SecondClient, data_folder: Path
) -> None:
    queue = second.queue("of-the-company")

    async def steps(person: Person) -> None:
        await person.stands("sign-in expired", "company", "eu-west-1")
        await person.reads(STRIP.format("company"))
        assert center.sso.requests == []
        await person.dialog("Sign in again")
        await person.reads("company signs in with IAM Identity Center, corp.", "and the AWS CLI")
        person.press("Open the browser")
        await person.stands("1 queue", "company", "eu-west-1")
        assert person.queues() == [queue]
        await person.reads("company: signed in until", "Signed in, 7 h left")
        await person.opens(queue)
        person.press("Receive")
        await person.press_is("Receive")

    use_program(steps, "--profile", "company")
    assert center.sso.operations() == ["RegisterClient", "CreateToken"]
    assert center.sso.parameters("CreateToken")["grantType"] == "authorization_code"
    center.browser.close()
    assert [status for status, _ in center.browser.pages] == [200]
    token = center.token()
    assert set(token) >= {"startUrl", "region", "accessToken", "expiresAt", "clientId", "clientSecret"}
    assert (token["startUrl"], token["region"]) == (START_URL, "eu-west-1")
    assert token["accessToken"] in center.sso.access_tokens
    if os.name == "posix":
        assert mode_of(center.token_path()) == 0o600
    assert "secret-" not in center.everything_kept(data_folder)


def test_one_sign_in_serves_every_connection_on_the_session(
    use_program: UseProgram, center: IdentityCenter
) -> None:
    both = {STRIP.format("company, company-2"), STRIP.format("company-2, company")}

    async def steps(person: Person) -> None:
        for profile in ("company", "company-2"):
            await person.stands("sign-in expired", profile, "eu-west-1")
        await person.until(lambda: both & set(person.words().splitlines()), "both in the strip")
        await sign_in_in_the_browser(person)
        for profile in ("company", "company-2"):
            await person.stands("no queues", profile, "eu-west-1")
        assert "Sign-in expired" not in person.words()

    use_program(steps, "--profile", "company", "--profile", "company-2")
    assert center.sso.operations().count("CreateToken") == 1


@pytest.mark.parametrize(("profile", "name"), [("company", "corp"), ("legacy", START_URL)])
def test_a_device_code_signs_in_once_it_is_confirmed(
    use_program: UseProgram, center: IdentityCenter, profile: str, name: str
) -> None:
    center.sso.polls = [Refusal("AuthorizationPendingException", "authorization_pending", "Wait")]

    async def steps(person: Person) -> None:
        await person.stands("sign-in expired", profile, "eu-west-1")
        await person.dialog("Sign in again")
        person.press("Use a device code")
        await person.reads("Go on there only if it shows this code:")
        assert person.said("Device code") == "WXYZ-1234"
        assert person.said("Address") == f"{center.sso.url}/device?user_code=WXYZ-1234"
        person.press("Copy code")
        assert QApplication.clipboard().text() == "WXYZ-1234"
        await person.stands("no queues", profile, "eu-west-1")
        assert QApplication.activeModalWidget() is None

    use_program(steps, "--profile", profile)
    assert center.sso.operations().count("CreateToken") == 2
    assert center.token(name)["accessToken"] in center.sso.access_tokens


def test_a_refused_browser_sign_in_says_why_and_can_be_tried_again(
    use_program: UseProgram, center: IdentityCenter
) -> None:
    center.sso.browser_error = ("access_denied", "The person said no")

    async def steps(person: Person) -> None:
        await person.stands("sign-in expired", "company", "eu-west-1")
        await person.dialog("Sign in again")
        person.press("Open the browser")
        await person.reads("Sign-in failed.")
        center.sso.browser_error = None
        await person.press_soon("Open the browser")
        await person.stands("no queues", "company", "eu-west-1")

    use_program(steps, "--profile", "company")


def test_giving_up_in_the_dialog_leaves_all_as_it_was(
    use_program: UseProgram, center: IdentityCenter
) -> None:
    center.browser.can_open = False

    async def steps(person: Person) -> None:
        await person.stands("sign-in expired", "company", "eu-west-1")
        await person.dialog("Sign in again")
        person.press("Open the browser")
        await person.reads("The browser could not be opened.")
        assert person.said("Address").startswith(f"{center.sso.url}/authorize?")
        await person.answers("Cancel")
        await person.reads(STRIP.format("company"))
        assert person.state("company", "eu-west-1") == "sign-in expired"

    use_program(steps, "--profile", "company")
    assert not center.token_path().exists()


def test_a_sign_in_of_the_aws_cli_counts_after_refresh(
    use_program: UseProgram, center: IdentityCenter
) -> None:
    async def steps(person: Person) -> None:
        await person.stands("sign-in expired", "company", "eu-west-1")
        center.write_token()
        person.press("Refresh")
        await person.stands("no queues", "company", "eu-west-1")
        await person.until(lambda: "Sign-in expired" not in person.words(), "the end of the strip")

    use_program(steps, "--profile", "company")
    assert center.sso.requests == []


def test_one_can_sign_in_before_anything_is_opened(use_program: UseProgram, center: IdentityCenter) -> None:
    def states(person: Person) -> dict[str, str]:
        names, found = person.column("Profiles", "Profile"), person.column("Profiles", "State")
        return {name: state.lower() for name, state in zip(names, found, strict=True)}

    async def steps(person: Person) -> None:
        await person.checks("Profiles", "company")
        await person.until(lambda: "not signed in" in states(person).get("company", ""), "the state")
        await person.reads("company asks for a sign-in first.", "aws sso login --profile company")
        assert center.sso.requests == []
        await person.dialog("Sign in")
        await person.press_soon("Open the browser")
        await person.until(lambda: "signed in until" in states(person).get("company-2", ""), "the new state")
        assert "not signed in" in states(person)["legacy"]
        await person.connects(["company", "company-2"], ["eu-west-1"])
        for profile in ("company", "company-2"):
            await person.stands("no queues", profile, "eu-west-1")

    use_program(steps)
    assert center.sso.operations() == ["RegisterClient", "CreateToken"]


def test_a_role_that_begins_from_sso_is_signed_in_to_through_its_source(
    use_program: UseProgram, center: IdentityCenter, server: SandboxEndpoint
) -> None:
    role = (
        "[profile warehouse]\nrole_arn = arn:aws:iam::111111111111:role/warehouse\nsource_profile = company\n"
        f"region = eu-west-1\nendpoint_url = {server.endpoint_url}\n"
    )
    config = center.aws.config_path
    config.write_text(config.read_text(encoding="utf-8") + role, encoding="utf-8")

    async def steps(person: Person) -> None:
        await person.stands("sign-in expired", "warehouse", "eu-west-1")
        await sign_in_in_the_browser(person)
        await person.stands("no queues", "warehouse", "eu-west-1")
        await person.reads("111111111111")

    use_program(steps, "--profile", "warehouse")


def test_a_refresh_token_renews_an_expired_sign_in_without_a_word(
    use_program: UseProgram, center: IdentityCenter
) -> None:
    async def first_day(person: Person) -> None:
        await person.stands("sign-in expired", "company", "eu-west-1")
        await sign_in_in_the_browser(person)
        await person.stands("no queues", "company", "eu-west-1")

    async def second_day(person: Person) -> None:
        await person.stands("no queues", "company", "eu-west-1")
        assert "Sign-in expired" not in person.words()

    use_program(first_day, "--profile", "company")
    token = center.token()
    center.sso.access_tokens.discard(token["accessToken"])
    center.token_path().write_text(json.dumps({**token, "expiresAt": "2020-01-01T00:00:00Z"}))
    use_program(second_day, "--profile", "company")
    assert center.sso.parameters("CreateToken")["grantType"] == "refresh_token"
    assert center.token()["accessToken"] != token["accessToken"]
