"""STS and CloudWatch of the sandbox: the demo's user and role, and moto's empty metrics."""

from __future__ import annotations

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult
from moto.sts.responses import TokenResponse

from sqs_explorer.sandbox.aws_files import DEMO_ACCOUNT
from sqs_explorer.sandbox.signed_requests import USER_ID, SignedRequest, role_account


class SandboxIdentities(SignedRequest, TokenResponse):
    """STS: `GetCallerIdentity` and `AssumeRole` for the demo's two profiles."""

    def get_caller_identity(self) -> ActionResult:
        """Name the demo's user; a role is answered by moto."""
        if role_account(self.get_access_key()) is not None:
            return super().get_caller_identity()
        arn = f"arn:{self.partition}:iam::{DEMO_ACCOUNT}:user/demo"
        return ActionResult({"UserId": USER_ID, "Account": DEMO_ACCOUNT, "Arn": arn})


class SandboxMetrics(SignedRequest, CloudWatchResponse):
    """CloudWatch, as moto has it, in the caller's own account."""
