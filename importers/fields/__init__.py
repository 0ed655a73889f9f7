"""Reading one cell: text in, a value and what was odd about it out."""
