"""What is known of unexpected errors and crashes, and the report of them."""
