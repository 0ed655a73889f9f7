"""Who has been heard, who hasn't, and how sure that is: pure tables, counts, measures and verdicts."""
