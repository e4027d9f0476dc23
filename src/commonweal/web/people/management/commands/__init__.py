"""The site's own commands, one a file."""
