"""Text as search sees it: folded words, endings, opposites, snippets."""
