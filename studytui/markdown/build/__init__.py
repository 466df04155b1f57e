"""Tokens -> blocks."""
