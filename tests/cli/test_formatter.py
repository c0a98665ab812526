import os
import shutil
import sys
from types import SimpleNamespace

import pytest

from corpuskit.cli.formatter import formatter


@pytest.mark.parametrize("columns", ["60", "200", "0", "wide", ""])
@pytest.mark.parametrize("terminal", [0, 100, None])
def test_lines_are_as_long_as_argparse_makes_them(
    monkeypatch: pytest.MonkeyPatch, columns: str, terminal: int | None
) -> None:
    def size(number: int) -> os.terminal_size:
        if terminal is None:
            raise OSError("no terminal")
        return os.terminal_size((terminal, 24))

    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(os, "get_terminal_size", size)
    monkeypatch.setattr(sys, "__stdout__", SimpleNamespace(fileno=lambda: 1))
    assert formatter("corpuskit")._width == shutil.get_terminal_size().columns - 2
