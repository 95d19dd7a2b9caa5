"""What watches over every test: no network, no real home, nothing left running, no surprise in the log."""
