"""Tags -> blocks."""
