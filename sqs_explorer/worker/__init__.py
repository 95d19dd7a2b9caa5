"""The process beside the window that moves many messages, and the words the two exchange."""
