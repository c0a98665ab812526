"""Where the measured data lies, for those who have it beside the checkout."""

from pathlib import Path

_BESIDE = Path(__file__).parents[2] / "shared"
#: The folder of shared bench data, or None: tests that need it skip.
SHARED: Path | None = _BESIDE if (_BESIDE / "bench").is_dir() else None
