"""Commands of monitoring, one a file."""
