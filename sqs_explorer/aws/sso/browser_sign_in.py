"""Signs in with the browser: an authorization code for this machine only, bound to a proof key (PKCE)."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote, urlencode

from sqs_explorer.aws.sso.callback_server import REDIRECT_URI, CallbackServer, listening
from sqs_explorer.aws.sso.oidc_calls import CreatedToken, OidcCalls
from sqs_explorer.aws.sso.registration import CODE_GRANTS, Registration
from sqs_explorer.domain.errors import SignInFailed
from sqs_explorer.domain.sign_in import SignInStep, SignInWay
from sqs_explorer.services.ports import Clock

WAIT_SECONDS = 600.0
"""How long a browser may take to come back."""


class BrowserSignIn:
    """One way to a token; `open_url` returns False if no browser could be opened."""

    grants = CODE_GRANTS
    redirect_uri = REDIRECT_URI

    def __init__(
        self, oidc: OidcCalls, open_url: Callable[[str], bool], clock: Clock, wait_seconds: float
    ) -> None:
        self._oidc = oidc
        self._open_url = open_url
        self._clock = clock
        self._wait_seconds = wait_seconds

    async def token(
        self, registration: Registration, scopes: tuple[str, ...], on_step: Callable[[SignInStep], None]
    ) -> CreatedToken:
        """Return the token. Raises SignInFailed and Unreachable."""
        state = secrets.token_urlsafe(32)
        verifier = secrets.token_urlsafe(48)
        page = await self._oidc.authorize_url()
        async with listening(state) as server:
            query = {
                "response_type": "code",
                "client_id": registration.client_id,
                "redirect_uri": server.redirect_uri,
                "state": state,
                "code_challenge_method": "S256",
                "code_challenge": _challenge(verifier),
                "scopes": " ".join(scopes),
            }
            url = f"{page}?{urlencode(query, quote_via=quote)}"
            expires_at = self._clock.now() + timedelta(seconds=self._wait_seconds)
            is_opened = self._open_url(url)
            on_step(SignInStep(SignInWay.BROWSER, url, is_opened=is_opened, expires_at=expires_at))
            code = await self._code(server)
        return await self._oidc.create_token(
            registration,
            "authorization_code",
            code=code,
            codeVerifier=verifier,
            redirectUri=server.redirect_uri,
        )

    async def _code(self, server: CallbackServer) -> str:
        try:
            async with asyncio.timeout(self._wait_seconds):
                return await server.answer()
        except TimeoutError:
            minutes = max(1, round(self._wait_seconds / 60))
            raise SignInFailed(
                f"The browser did not come back within {minutes} minute{'s' if minutes > 1 else ''}. "
                "If it runs on another machine, use a device code."
            ) from None


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
