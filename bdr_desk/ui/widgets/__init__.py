"""Widgets that know no page: drawn, keyed, themed."""
