"""Scripts of the repository's own verbs (see the Makefile); none of them is part of the product."""
