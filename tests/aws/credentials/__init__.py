"""Where credentials come from, against real HTTP and real processes."""
