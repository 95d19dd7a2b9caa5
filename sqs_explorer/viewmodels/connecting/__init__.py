"""Choosing profiles and regions, and opening connections."""
