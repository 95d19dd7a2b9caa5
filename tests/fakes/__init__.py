"""Stand-ins for the outside world that behave like it, so that a test may trust what they say."""
