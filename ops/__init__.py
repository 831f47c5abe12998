"""What looks after the service from outside: audit of what it is built from, alert rules, a dashboard."""
