"""Which organisation a row means: by number, by exact name and place; everything else waits for a person."""
