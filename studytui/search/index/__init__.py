"""The index on disk: postings and facts of every note."""
