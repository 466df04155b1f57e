"""The page on the screen."""
