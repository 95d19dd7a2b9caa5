"""What is going on, and what was done."""
