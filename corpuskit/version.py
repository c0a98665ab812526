"""The version of corpuskit."""

__version__ = "0.1.0"
