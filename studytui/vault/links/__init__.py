"""Links: from a target as written to a note, and back."""
