"""Moving without loss: send a copy, verify it, only then delete the original; a journal knows how far."""
