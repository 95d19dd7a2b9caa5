"""What the Messages tab knows: the messages received, how long they are held, and what is done to them."""
