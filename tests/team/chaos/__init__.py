"""Desks at work on one PostgreSQL, and everything that can break breaks: a program, not a unit test.

    python -m tests.team.chaos [--desks 6] [--seconds 300] [--deeds 300] [--seed 1] [--durable] [--keep FOLDER]

Each desk is a process with a store of its own that works in one thread (edits of rows that others edit too, calls, facts,
handoffs) and syncs in another, through a proxy that resets connections, half closes them, delays, stalls, goes silent and
refuses, most often within a message. Desks are killed at any moment and started again on their stores; the server is killed
as a whole or loses a worker; each desk's clock is hours off and jumps. Then there is peace, and when nothing waits and
nothing comes any more, `judge` compares stores, server and the journals that the desks kept (`journal`). Ends with 1 otherwise.
"""
