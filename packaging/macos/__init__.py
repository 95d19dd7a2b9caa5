"""macOS: the bundle's values, the disk image, signing and notarising."""
