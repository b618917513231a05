"""What is sent and received by mail. Its place is kept: today invitations open in the system's own mail program."""
