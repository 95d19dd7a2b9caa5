"""Tests of the widgets that every screen is made of."""
