"""The terminal interface: the only room that knows Textual, colours and keys."""
