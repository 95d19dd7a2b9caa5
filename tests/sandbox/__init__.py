"""The embedded SQS against what is known of SQS itself, over real HTTP."""
