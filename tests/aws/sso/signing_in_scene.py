"""What the tests of signing in share: files, a person's browser, and the sign-ins themselves."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from sqs_explorer.aws.sso.signing_in import IdentityCenterSignIns
from sqs_explorer.domain.connections import ConnectionSpec, ProfileKind
from sqs_explorer.domain.sign_in import SignInStatus, SignInStep, SignInWay
from sqs_explorer.services.ports import Clock
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.storage.system_clock import SystemClock
from tests.fakes.sso_server import SsoServer

REGION = "eu-west-1"
START_URL = "https://acme.awsapps.com/start"
CONFIG = f"""
[sso-session corp]
sso_start_url = {START_URL}
sso_region = {REGION}
sso_registration_scopes = sso:account:access

[profile dev]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Reader
region = {REGION}

[profile old]
sso_start_url = {START_URL}
sso_region = {REGION}
sso_account_id = 123456789012
sso_role_name = Reader
"""
DEV = ConnectionSpec("dev", (REGION,), kind=ProfileKind.SSO)
OLD = ConnectionSpec("old", (REGION,), kind=ProfileKind.SSO)


class TestBrowser:
    """Opens pages in threads, follows redirects, and keeps what it was shown."""

    __test__ = False

    def __init__(self) -> None:
        self.can_open = True
        self.before: Callable[[str], None] | None = None
        self.opened: list[str] = []
        self.pages: list[tuple[int, str]] = []
        self._threads: list[threading.Thread] = []

    def open(self, url: str) -> bool:
        """Go to a page as a person's browser does; False if there is none."""
        self.opened.append(url)
        if self.can_open:
            self.visit(url)
        return self.can_open

    def visit(self, url: str) -> None:
        """Go to a page in a thread."""
        thread = threading.Thread(target=self._load, args=(url,), name="test-browser")
        self._threads.append(thread)
        thread.start()

    def close(self) -> None:
        """Wait for the pages."""
        for thread in self._threads:
            thread.join(10)

    def _load(self, url: str) -> None:
        if self.before is not None:
            self.before(url)
        self.pages.append(get(url))


def get(url: str) -> tuple[int, str]:
    """Return the status and the text of a page, after all redirects; 0 if nobody answers."""
    try:
        with build_opener(ProxyHandler({})).open(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError:
        return 0, ""


async def at_once(seconds: float) -> None:
    """Wait in no time."""
    await asyncio.sleep(0)


class Steps(list[SignInStep]):
    """The steps that a person was shown; lives in the loop that the sign-in runs on."""

    def __init__(self) -> None:
        super().__init__()
        self._came = asyncio.Event()

    def add(self, step: SignInStep) -> None:
        """Note a step."""
        self.append(step)
        self._came.set()

    async def first(self) -> SignInStep:
        """Return the first step, once there is one."""
        await asyncio.wait_for(self._came.wait(), 10)
        return self[0]


class SignInScene:
    """Signs in with the files of a folder, at a server of this machine."""

    def __init__(self, folder: Path, sso: SsoServer, browser: TestBrowser) -> None:
        self.sso = sso
        self.browser = browser
        self.cache = folder / "cache"
        self.config = folder / "config"
        self.config.write_text(CONFIG, encoding="utf-8")
        self.steps = Steps()
        self.stop: StopRequest | None = None
        os.environ["AWS_CONFIG_FILE"] = str(self.config)
        os.environ["AWS_SHARED_CREDENTIALS_FILE"] = str(folder / "credentials")

    def sign_ins(self, clock: Clock | None = None, **changes: Any) -> IdentityCenterSignIns:
        """Return what signs in, as the program makes it."""
        return IdentityCenterSignIns(
            self.browser.open,
            environ=os.environ,
            clock=clock or SystemClock(),
            **{"cache_folder": self.cache, "endpoint_url": self.sso.url, "sleep": at_once, **changes},
        )

    async def sign_in(
        self, spec: ConnectionSpec = DEV, way: SignInWay = SignInWay.BROWSER, **changes: Any
    ) -> SignInStatus:
        """Sign in once."""
        self.stop = StopRequest()
        return await self.sign_ins(**changes).sign_in(spec, way, on_step=self.steps.add, stop=self.stop)

    def token_path(self, name: str = "corp") -> Path:
        """Return where the AWS CLI looks for a token."""
        return self.cache / f"{hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()}.json"

    def token(self, name: str = "corp") -> dict[str, Any]:
        """Return what the token's file holds."""
        content: dict[str, Any] = json.loads(self.token_path(name).read_text(encoding="utf-8"))
        return content
