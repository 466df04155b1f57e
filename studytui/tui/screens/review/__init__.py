"""Spaced review: the screen that asks, and its words."""
