"""SQS without an account: an embedded server in a child process, and the order demo that fills it."""
