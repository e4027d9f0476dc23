"""Measures the valuation on invented tables; no part of the product (see `make bench`)."""
