"""The tree of queues at the left of the window."""
