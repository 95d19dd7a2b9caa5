"""Tests of the Messages tab as a person sees it."""
