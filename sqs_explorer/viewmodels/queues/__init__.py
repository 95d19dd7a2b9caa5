"""Which queues there are, and the tree of them."""
