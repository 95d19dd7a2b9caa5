"""The real program against the embedded SQS over HTTP, driven by what one reads, checked behind it."""
