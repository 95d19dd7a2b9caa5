"""What a person can do: list, receive, send, move, redrive. Knows neither Qt nor AWS."""
