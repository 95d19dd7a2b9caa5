"""SQS Explorer, a desktop program for the queues of Amazon SQS. The version stands here and nowhere else."""

__version__ = "0.1.0"
