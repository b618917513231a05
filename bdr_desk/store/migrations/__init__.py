"""Alembic's steps, run in code by `store.versions`."""
