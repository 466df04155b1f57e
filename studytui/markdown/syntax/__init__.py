"""One construct of Obsidian or the Digital Garden a file, each as rules for markdown-it-py."""
