"""What the commands do, composed from the packages below; each job is one file."""
