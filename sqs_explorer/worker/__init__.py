"""The processes beside the window that move many messages, and the words they exchange."""
