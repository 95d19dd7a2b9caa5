"""What each screen knows: state and item models, with QtCore only."""
