"""Code blocks, their colours and diagrams."""
