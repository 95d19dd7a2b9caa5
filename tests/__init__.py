"""The tests of SQS Explorer, a package so that they can share fakes and guards by absolute imports."""
