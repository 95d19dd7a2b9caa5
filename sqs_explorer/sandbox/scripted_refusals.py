"""Refusals on demand: one can see what the program says to a server that denies or lacks something."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqs_explorer.sandbox.aws_files import DEMO_ACCOUNT

MOTO_FAILURE = "500"
STATUS = {"InternalFailure": 500, "ServiceUnavailable": 503, "InvalidAction": 400, "RequestThrottled": 400}
MOTO_PAGE = "<!doctype html><title>500 Internal Server Error</title><h1>Internal Server Error</h1>"


@dataclass(frozen=True)
class ScriptedRefusal:
    """One action that is refused with `code`, everywhere or in one region; code 500 is moto's HTML page."""

    action: str
    region: str | None
    code: str

    @classmethod
    def parse(cls, text: str) -> ScriptedRefusal:
        """Read `Action=Code` or `Action@region=Code`."""
        where, _, code = text.partition("=")
        action, _, region = where.partition("@")
        if not action or not code:
            raise ValueError(f"expected Action=Code or Action@region=Code, not {text}")
        return cls(action, region or None, code)

    def meets(self, action: str, region: str) -> bool:
        """Tell whether a call is the one to refuse."""
        return self.action in {action, "*"} and self.region in {None, region}

    def answer(self, action: str, region: str, *, query: bool) -> tuple[int, dict[str, str], str]:
        """Return status, headers and body, for the query protocol (STS) or for JSON."""
        if self.code == MOTO_FAILURE:
            return 500, {"Content-Type": "text/html; charset=utf-8"}, MOTO_PAGE
        status, words = STATUS.get(self.code, 403), self._words(action, region)
        if query:
            error = f"<Error><Type>Sender</Type><Code>{self.code}</Code><Message>{words}</Message></Error>"
            return status, {"Content-Type": "text/xml"}, f"<ErrorResponse>{error}</ErrorResponse>"
        headers = {"Content-Type": "application/x-amz-json-1.0", "x-amzn-query-error": f"{self.code};Sender"}
        body = {"__type": f"com.amazon.coral.service#{self.code}", "message": words}
        return status, headers, json.dumps(body)

    def _words(self, action: str, region: str) -> str:
        if self.code.startswith("AccessDenied"):
            return (
                f"User: arn:aws:iam::{DEMO_ACCOUNT}:user/demo is not authorized to perform: sqs:{action} on "
                f"resource: arn:aws:sqs:{region}:{DEMO_ACCOUNT}: because no identity-based policy allows the "
                f"sqs:{action} action"
            )
        if self.code == "InvalidClientTokenId":
            return "The security token included in the request is invalid."
        if self.code == "InvalidAction":
            return f"The action {action} is not valid for this web service."
        return f"The sandbox was told to answer {action} with {self.code}."


def refusal_for(refusals: Iterable[ScriptedRefusal], action: str, region: str) -> ScriptedRefusal | None:
    """Return the first refusal that meets a call."""
    return next((refusal for refusal in refusals if refusal.meets(action, region)), None)
