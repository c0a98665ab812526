"""The format of help texts."""

import argparse
import os
import sys

_WIDTH = 80


def formatter(prog: str) -> argparse.HelpFormatter:
    """Descriptions and examples as they stand, and lines as long as the terminal's.

    Every option that is added asks for one. Left to itself it asks `shutil` for the width, which takes 2 ms
    to load.
    """
    return argparse.RawDescriptionHelpFormatter(prog, width=_columns() - 2)


def _columns() -> int:
    """As `shutil.get_terminal_size` tells them."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given) > 0:
        return int(given)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or _WIDTH  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # closed, detached, no terminal
        return _WIDTH
