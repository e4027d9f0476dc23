"""Commands of the audit trail, one a file."""
