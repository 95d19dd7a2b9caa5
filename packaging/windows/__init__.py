"""Windows: the installer, the portable zip, and what the program's file says about itself."""
