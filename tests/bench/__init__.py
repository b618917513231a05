"""Speed, measured as ratios against a named baseline in the same run: `python -m tests.bench.NAME`. Not run by pytest."""
