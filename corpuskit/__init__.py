"""Lint, repair and annotate text corpora, Chinese first."""

__version__ = "0.1.0"
