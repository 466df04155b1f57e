"""The overview: what is due, what was learned, and where to go on."""
