"""STS, IAM and CloudWatch of the sandbox: the demo's user and role, and what moto has of the rest."""

from __future__ import annotations

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult
from moto.iam.responses import IamResponse
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


class SandboxAccounts(SignedRequest, IamResponse):
    """IAM, as moto has it: the program asks for the account's alias, and there is none."""


class SandboxMetrics(SignedRequest, CloudWatchResponse):
    """CloudWatch, as moto has it, in the caller's own account."""
