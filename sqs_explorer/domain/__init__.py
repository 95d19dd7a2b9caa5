"""What SQS is: its words, limits, rules and sums, with the standard library alone."""
