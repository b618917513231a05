"""What is true: plain values and functions. No Qt, SQL, files, network or clock."""
