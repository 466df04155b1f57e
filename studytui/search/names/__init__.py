"""Fuzzy search over the names of notes, in memory."""
