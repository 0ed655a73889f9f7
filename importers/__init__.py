"""From bytes to a plan: lists are read, mapped, parsed, matched and planned; nothing here knows the graph."""
