"""The tab Details: everything that SQS says about one queue, to read."""
