"""IAM Identity Center on this machine, AWS files that lead to it, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.aws.sso.signing_in_scene import SignInScene, TestBrowser
from tests.fakes.sso_server import SsoServer, run_sso_server


@pytest.fixture
def sso() -> Iterator[SsoServer]:
    """Return a running server."""
    with run_sso_server() as server:
        yield server


@pytest.fixture
def browser() -> Iterator[TestBrowser]:
    """Return a browser that goes where it is sent, in a thread."""
    browser = TestBrowser()
    yield browser
    browser.close()


@pytest.fixture
def scene(tmp_path: Path, sso: SsoServer, browser: TestBrowser) -> SignInScene:
    """Return a profile of an sso-session, one of the legacy form, and a folder for the tokens."""
    return SignInScene(tmp_path, sso, browser)
