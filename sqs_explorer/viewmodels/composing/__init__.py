"""What the Send tab knows: the text typed, its check, the fields that apply, and what came of a send."""
