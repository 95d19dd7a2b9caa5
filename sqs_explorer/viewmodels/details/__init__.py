"""What the tab Details knows: attributes, tags and policies of one queue."""
