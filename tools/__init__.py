"""Small tools for people who work on Earshot."""
