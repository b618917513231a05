"""What can ring."""
