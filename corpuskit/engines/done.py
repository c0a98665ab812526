"""What engines give back."""

from typing import Any, NamedTuple

#: How often a shard is tried whose worker dies.
ATTEMPTS = 3


class Done(NamedTuple):
    """The result of the shard ``number``, and how often it was tried; ``lost``: its workers all died."""

    number: int
    result: Any
    attempts: int = 1
    lost: bool = False
