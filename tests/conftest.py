"""What holds for all tests: no deadline on busy machines, and the same examples in CI every time."""

import os

from hypothesis import settings

settings.register_profile("corpuskit", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("corpuskit")
