"""Builds what people install: the frozen program, and from it the packages of this system."""
