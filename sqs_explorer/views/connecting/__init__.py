"""The first screen and the Connections dialog."""
