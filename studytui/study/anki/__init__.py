"""Anki notes made of cards: a package, a text import, and a push to a running Anki. Anki's own code is never loaded."""
