"""Tests of the catalogue and the tree of queues."""
