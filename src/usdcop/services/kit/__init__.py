"""What every service shares: the application, errors, access, health, metrics, logs."""
