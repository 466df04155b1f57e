"""Search: from the notes of a vault to ranked hits; draws nothing."""
