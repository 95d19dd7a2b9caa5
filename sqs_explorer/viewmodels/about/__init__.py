"""What is known about the program itself: its parts and versions, and whether a newer one is out."""
