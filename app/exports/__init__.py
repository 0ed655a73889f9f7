"""Lists to take away: one module per format. Every export goes through here."""
