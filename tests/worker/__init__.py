"""The worker process: what crosses its pipes, how it begins and ends, what it loses (nothing)."""
