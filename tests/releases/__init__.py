"""Where versions are published, and how that is asked."""
