"""Commonweal: social value accounting whose every published figure a stranger can recompute."""

__version__ = "0.1.0"
