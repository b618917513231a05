"""What is shared: the team's PostgreSQL database."""
