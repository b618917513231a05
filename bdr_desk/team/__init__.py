"""What is shared: the team's PostgreSQL database: provisioning, members, push, pull, one sync round, claims."""
