"""Roles -> colours."""
