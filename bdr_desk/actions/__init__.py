"""Everything the desk can do: one function is one transaction. Action modules do not import one another."""
