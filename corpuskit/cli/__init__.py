"""The command line: one file a command. Exit codes: 0 done, 1 findings are left, 2 could not do it."""

import argparse
import importlib
import os
import re
import sys
from collections.abc import Iterable, Sequence
from io import TextIOWrapper

from corpuskit.cli.formatter import formatter
from corpuskit.engines.processes import collect_seldom
from corpuskit.errors import CorpuskitError
from corpuskit.version import __version__

#: Commands, the module of each and what it does; only the module of the command that is run is imported.
COMMANDS = {
    "check": ("corpuskit.cli.check", "report what is wrong; writes nothing"),
    "fix": ("corpuskit.cli.fix", "apply safe fixes in place"),
    "annotate": ("corpuskit.cli.annotate", "write sentences, words and entities, as CoNLL-U or others"),
    "build": ("corpuskit.cli.build", "the whole job: a cleaned, annotated corpus in a folder"),
    "restore": ("corpuskit.cli.restore", "give the source back from cleaned text and its edits"),
    "status": ("corpuskit.cli.status", "say how far a build is"),
    "diff": ("corpuskit.cli.diff", "show what a build changed, by rule, with samples"),
    "eval": ("corpuskit.cli.eval", "compare words and entities with a gold file; score each rule"),
    "census": ("corpuskit.cli.census", "count the spellings that corpus-wide rules ask about"),
    "terms": ("corpuskit.cli.terms", "propose term rules: spellings that drift in a corpus"),
    "duplicates": ("corpuskit.cli.duplicates", "find documents that are the same, or nearly"),
    "config": ("corpuskit.cli.config", "show what holds for a file, and from where"),
    "rule": ("corpuskit.cli.rule", "list and explain rules; run their examples"),
}

#: The option whose value may look like an option.
_SEPARATOR = "--separator"

EXAMPLES = """\
examples:
  corpuskit check seeds                    what is wrong in the texts of a folder
  corpuskit fix --diff notes.txt           what fix would write
  corpuskit build seeds --output build     the whole job
  corpuskit rule LB001                     what a rule means
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the console script's entry point. Returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if sys.stderr is None:  # closed by the caller: what is printed there must not go to standard output
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open as long as we run
    if sys.stdout is None:
        print("corpuskit: error: standard output is closed", file=sys.stderr)
        return 2
    _speak_utf8()
    collect_seldom()
    try:
        args = _parse(given)
        code = int(args.run(args))
        sys.stdout.flush()
        return code
    except CorpuskitError as error:
        for line in str(error).splitlines():
            print(f"corpuskit: error: {line}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader of our output went away, as `| head` does: that is no fault of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        # What is left in the buffer cannot be written either, and must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print(f"corpuskit: error: {_failed(error)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("corpuskit: interrupted", file=sys.stderr)
        return 130
    except Exception:
        # Python's own exit code would be 1, which says that there are findings.
        import traceback  # slow to load

        traceback.print_exc()
        print("corpuskit: error: that is a fault of corpuskit's own; please report it", file=sys.stderr)
        return 2


def _failed(error: OSError) -> str:
    """What the system refused: a file, or else standard output, or the working directory."""
    reason = error.strerror or str(error)
    if error.filename is not None:
        return f"{os.fsdecode(error.filename)}: {reason}"
    if isinstance(error, FileNotFoundError):
        return "the working directory is gone"
    return f"cannot write the output: {reason}"


def _speak_utf8() -> None:
    """Pipes and files get UTF-8 whatever the locale says; nothing that cannot be shown raises."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(
                encoding=stream.encoding if stream.isatty() else "utf-8", errors="backslashreplace"
            )


def _parse(given: Sequence[str]) -> argparse.Namespace:
    """What is asked for; ends the program with the help, or with what is wrong."""
    parser = argparse.ArgumentParser(
        "corpuskit",
        description="Lint, repair and annotate text corpora, Chinese first.",
        epilog=EXAMPLES,
        formatter_class=formatter,
    )
    parser.add_argument("--version", action="version", version=f"corpuskit {__version__}")
    # With its name given, nothing is formatted to find out what it is.
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, prog="corpuskit")
    if given and given[0] in COMMANDS:
        name = given[0]
        importlib.import_module(COMMANDS[name][0]).add_parser(commands)
        return _parse_command(commands.choices[name], given[1:])
    for name, (_, summary) in COMMANDS.items():
        commands.add_parser(name, help=summary)
    if not given:
        parser.print_help(sys.stderr)
        raise SystemExit(2)
    if not given[0].startswith("-"):
        near = _nearest(given[0], COMMANDS) or f"; allowed: {', '.join(COMMANDS)}"
        parser.error(f"argument COMMAND: no command {given[0]!r}{near}")
    return parser.parse_args(given)


def _parse_command(command: argparse.ArgumentParser, given: Sequence[str]) -> argparse.Namespace:
    """The options of one command, which may stand between its paths, but where ``--`` ends them: of that
    `parse_known_intermixed_args` of Python 3.11 makes nothing."""
    given = _joined(given)
    parse = command.parse_known_args if "--" in given else command.parse_known_intermixed_args
    args, unknown = parse(given)
    if unknown:
        command.error(f"unrecognized arguments: {' '.join(unknown)}{_meant(unknown[0], command)}")
    return args


def _joined(given: Sequence[str]) -> list[str]:
    """``given``, ``--separator`` and the line behind it as one: that one may begin with hyphens, as rules do.

    >>> _joined(["check", "--separator", "----", "a.txt"])
    ['check', '--separator=----', 'a.txt']
    """
    joined = list(given)
    if _SEPARATOR in joined[:-1]:
        at = joined.index(_SEPARATOR)
        joined[at : at + 2] = ["=".join(joined[at : at + 2])]
    return joined


def _meant(word: str, command: argparse.ArgumentParser) -> str:
    """What ``word``, which looks like an option and is none of ``command``, may have been meant as."""
    option = word.partition("=")[0]
    if os.path.lexists(option):
        return f"; a file of this name: ./{option}" if option.startswith("-") else ""
    return _nearest(option, re.findall(r"--[a-z-]+", command.format_usage()))


def _nearest(word: str, known: Iterable[str]) -> str:
    from corpuskit.rules import nearest  # only for what is wrong

    return nearest(word, known)
