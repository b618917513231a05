"""The command line over actions and queries. Never imports Qt widgets."""
