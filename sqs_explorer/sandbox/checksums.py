"""The MD5 digests by which a client can tell that its message arrived as it left."""

from __future__ import annotations

import hashlib
import struct

from sqs_explorer.sandbox.stored_message import MessageAttributes


def body_md5(body: str) -> str:
    """Return the digest of the body's UTF-8 bytes."""
    return hashlib.md5(body.encode(), usedforsecurity=False).hexdigest()


def attributes_md5(attributes: MessageAttributes) -> str | None:
    """Return the digest over the attributes sorted by name, None without attributes (SQS Developer Guide)."""
    if not attributes:
        return None
    digest = hashlib.md5(usedforsecurity=False)
    for name, attribute in sorted(attributes.items()):
        binary = attribute["DataType"].startswith("Binary")
        value = attribute["BinaryValue"] if binary else attribute["StringValue"].encode()
        for part in (name.encode(), attribute["DataType"].encode()):
            digest.update(struct.pack("!I", len(part)) + part)
        digest.update((b"\x02" if binary else b"\x01") + struct.pack("!I", len(value)) + value)
    return digest.hexdigest()
