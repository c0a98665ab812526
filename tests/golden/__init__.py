"""Files that say in full what comes out; ``check`` compares, ``UPDATE_GOLDEN=1`` writes them anew."""

import os
from pathlib import Path

FOLDER = Path(__file__).parent


def check(name: str, text: str) -> None:
    """Fail unless the golden file ``name`` reads ``text``."""
    path = FOLDER / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(text.encode())
    assert text == read(name), f"{name}: UPDATE_GOLDEN=1 writes it anew"


def read(name: str) -> str:
    """The golden file ``name``."""
    return (FOLDER / name).read_bytes().decode()
