"""Who calls and where: region, key and account come from the signature, which no client leaves out."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit

from moto.core.common_types import TYPE_RESPONSE
from moto.core.responses import BaseResponse
from moto.iam.models import iam_backends
from moto.sqs.responses import SQSResponse
from moto.sts.models import sts_backends
from moto.utilities.utils import PARTITION_NAMES

from sqs_explorer.sandbox.aws_files import DEMO_ACCOUNT
from sqs_explorer.sandbox.backend import SandboxBackend
from sqs_explorer.sandbox.backends import Backends

USER_ID = "AIDADEMOORDERS0000000"
HTTP_STATUS = {"AWS.SimpleQueueService.PurgeQueueInProgress": 403, "ResourceNotFoundException": 404}


def credential_scope(authorization: str) -> list[str]:
    """Return access key ID, date, region, service and `aws4_request`, or nothing for an unsigned request."""
    _, found, scope = authorization.partition("Credential=")
    parts = scope.split(",")[0].strip().split("/")
    return parts if found and len(parts) == 5 else []


def role_account(access_key: str) -> str | None:
    """Return the account of the assumed role that owns `access_key`, or None for the demo's user."""
    for account_id, account in list(iam_backends.items()):
        if any(access_key in account[partition].access_keys for partition in PARTITION_NAMES):
            return str(account_id)
    return None


class SignedRequest(BaseResponse):
    """moto's request, with the region and the account that the signature names."""

    def get_region_from_url(self, request: Any, full_url: str) -> str:
        """Prefer the signed region: the User-Agent, which moto trusts, may name another one."""
        scope = credential_scope(request.headers.get("Authorization", ""))
        return scope[2] if scope else super().get_region_from_url(request, full_url)

    def get_access_key(self) -> str:
        """Return the access key ID as it was signed, whatever its length."""
        scope = credential_scope(self.headers.get("Authorization", ""))
        return scope[0] if scope else super().get_access_key()

    def get_current_account(self) -> str:
        """Return the role's account, or the demo's."""
        return role_account(self.get_access_key()) or DEMO_ACCOUNT


class SqsRequest(SignedRequest, SQSResponse):
    """An SQS request: its queue's backend, its sender, and the two HTTP statuses that are not 400.

    moto makes one object of this class for each request, so the server puts `backends` on the class.
    """

    backends: ClassVar[Backends]

    @property
    def sqs_backend(self) -> SandboxBackend:
        """The queues of the account that the queue URL names, or of the caller's."""
        path = urlsplit(str(self._get_param("QueueUrl") or "")).path.split("/")
        owner = self._get_param("QueueOwnerAWSAccountId") or (path[-2] if len(path) > 2 else "")
        account = owner if owner.isdigit() and len(owner) == 12 else self.current_account
        return self.backends.of(account, self.region)

    @property
    def sender_id(self) -> str:
        """The user's ID, or `ROLEID:session` for a role."""
        for role in sts_backends[self.current_account][self.partition].assumed_roles:
            if role.access_key_id == self.access_key:
                return str(role.user_id)
        return USER_ID

    def call_action(self) -> TYPE_RESPONSE:
        """Answer; SQS has two errors with a status of their own."""
        status, headers, body = super().call_action()
        code = str(headers.get("x-amzn-query-error", "")).split(";")[0]
        return HTTP_STATUS.get(code, status), headers, body
