"""A build in a process of its own, for tests that end it: ``python -m tests.shards.run_build IN OUT JOBS``."""

import sys
from pathlib import Path

from corpuskit.errors import CorpuskitError
from tests.shards.corpora import made

if __name__ == "__main__":
    source, output, jobs = sys.argv[1:]
    try:
        made([Path(source)], Path(output), segmenter=None, jobs=int(jobs), data="parquet")
    except CorpuskitError as error:
        sys.exit(f"{error}")
