"""What the program keeps on this machine: settings, and files read and written off the main thread."""
