"""What the commands write beside standard output: reports, and files that must be no input."""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from corpuskit.cli import common
from corpuskit.errors import ConfigError, InputError
from corpuskit.files import replacing
from corpuskit.findings import Failure, Rules
from corpuskit.model import Checked, Document
from corpuskit.readers import ROWS, Found, inner_suffix, read_stream
from corpuskit.reports import FOR_PEOPLE, REPORTS, render


def add_reports(parser: argparse.ArgumentParser, help: str) -> None:
    """``--format`` and ``--output``."""
    parser.add_argument(
        "--format", choices=[*REPORTS], default="text", metavar="NAME", help=f"{help}: {', '.join(REPORTS)}"
    )
    parser.add_argument(
        "--output",
        action="append",
        type=_output,
        default=[],
        metavar="NAME=FILE",
        help="a report to a file as well (-: to stdout); may be given again",
    )


def _output(text: str) -> tuple[str, Path]:
    name, equals, file = text.partition("=")
    if not equals or not file or name not in REPORTS:
        raise argparse.ArgumentTypeError(f"{text!r}; allowed: NAME=FILE with one of {', '.join(REPORTS)}")
    return name, Path(file)


def shown(
    args: argparse.Namespace, checked: Iterable[Checked], rules: Rules, failures: Sequence[Failure] = ()
) -> Iterator[str]:
    """The report that ``--format`` asks for; with ``--quiet`` that for people has no summary.

    Reports for people do not tell ``failures``, which stand beside them on standard error.
    """
    if args.quiet and args.format == "text" and not args.statistics:
        from corpuskit.reports.text import of_document

        for one in checked:
            yield from of_document(one, rules, color=common.use_color())
        return
    told = () if args.format in FOR_PEOPLE else failures
    yield from render(args.format, checked, rules, told, color=common.use_color(), counts=args.statistics)


def write_reports(
    args: argparse.Namespace, checked: Iterable[Checked], rules: Rules, failures: Sequence[Failure]
) -> list[Failure]:
    """The reports that ``--output`` asks for; each file is whole or as it was. Why some were not written.

    They are written before standard output is: whoever reads that may go away.
    """
    errors: list[Failure] = []
    for name, path in args.output:
        try:
            with replacing(path) as file:
                for piece in render(name, checked, rules, failures, counts=args.statistics):
                    file.write(piece.encode("utf-8", "backslashreplace"))
        except InputError as error:
            errors.append(Failure.of(error))
    return errors


def check_apart(inputs: Iterable[Found], *targets: str | Path | None) -> None:
    """Raise ``ConfigError`` where one of ``targets`` is a file of ``inputs``, or of another target.

    Devices and pipes, which hold nothing to be lost, may be given again.
    """
    taken = {os.path.realpath(one.path): "an input" for one in inputs if isinstance(one.path, Path)}
    for target in targets:
        if target is None:
            continue
        real = os.path.realpath(target)
        if real in taken:
            problem = f"{taken[real]}, which would be overwritten; allowed: a file of its own"
            raise ConfigError(problem, file=Path(target).as_posix())
        if not real.startswith(("/dev/", "/proc/")):
            taken[real] = "another output"


def add_stdin_filename(parser: argparse.ArgumentParser) -> None:
    """``--stdin-filename``."""
    parser.add_argument(
        "--stdin-filename",
        metavar="PATH",
        default="",
        help="of -: the file that it is, for its configuration and for reports; editors say so",
    )


def is_stdin(args: argparse.Namespace) -> bool:
    """Whether the run is on standard input. Raises ``ConfigError`` for a name of it where it is not."""
    if "-" not in args.paths and args.stdin_filename:
        raise ConfigError("--stdin-filename without - (stdin); allowed: both")
    return "-" in args.paths


def read_stdin(args: argparse.Namespace, encoding: str) -> Document:
    """Standard input as the one document of a run. Raises ``ConfigError`` where more is asked for."""
    if args.paths != ["-"]:
        raise ConfigError("- (stdin) stands alone; allowed: no other PATHS")
    if args.separator:
        raise ConfigError("--separator: - (stdin) is one document; allowed: with files")
    name = args.stdin_filename
    if name and ROWS.get(inner_suffix(Path(name))):
        raise ConfigError(f"--stdin-filename: {name!r} has rows; allowed: the name of a text")
    path = Path(name).as_posix() if name else "<stdin>"
    return read_stream(open_stdin().read(), path=path, encoding=encoding)


def open_stdin() -> BinaryIO:
    """The bytes of standard input. Raises ``InputError`` where the caller has closed it."""
    if sys.stdin is None:
        raise InputError("standard input is closed")
    return sys.stdin.buffer
