"""Everything the desk can show: one read, plain immutable rows out."""
