"""Cards, identity, schedule, exam plan: what a reader learns, headless and without a word written into the vault."""
