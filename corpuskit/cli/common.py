"""What the commands share: options, rules and inputs from them, progress, exit codes."""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import msgspec
from msgspec.structs import replace

from corpuskit.cli.cores import cores
from corpuskit.cli.formatter import formatter
from corpuskit.config import Config, Project, checked_language, checked_threshold, find_config, read_project
from corpuskit.errors import ConfigError, InputError, printable
from corpuskit.findings import Failure
from corpuskit.layout import THRESHOLD, THRESHOLDS
from corpuskit.model import Checked, Fix, Severity
from corpuskit.readers import FORM_FEED, Fields, Found, discover
from corpuskit.readers.discover import TAKEN
from corpuskit.rules import RuleSet, load_rules
from corpuskit.run import Outcome, Settings

#: Bytes of input from which on ``--jobs`` left alone means one worker a core.
PARALLEL_FROM = 16_000_000
#: Selectors of the rule on suppressions, which is in no rule file.
SUPPRESSIONS = frozenset({"SU", "SU0", "SU00", "SU001"})
#: Characters of the longest document that is annotated: each takes a quarter of a kilobyte of memory.
MAX_DOCUMENT = 16_000_000
#: By the value of ``--fail-on``, what fails.
_FAILING: dict[str, set[Severity]] = {
    "error": {Severity.ERROR},
    "warning": {Severity.ERROR, Severity.WARNING},
    "info": {*Severity},
    "never": set(),
}


def command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, summary: str, examples: str
) -> argparse.ArgumentParser:
    """A command's own parser, its examples below the options in ``--help``."""
    return commands.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog="examples:\n" + examples,
        formatter_class=formatter,
        allow_abbrev=False,
    )


def add_inputs(parser: argparse.ArgumentParser, *, stdin: bool = False) -> None:
    """PATHS, and how to read them."""
    what = (
        "files (texts, or rows: .jsonl .csv .tsv .parquet) or folders (their *.txt that git does not ignore)"
    )
    parser.add_argument("paths", nargs="*", metavar="PATHS", help=what + (", - for stdin" if stdin else ""))
    parser.add_argument("--encoding", metavar="NAME", help="encoding of the texts, or auto (default: utf-8)")
    parser.add_argument(
        "--text-field", metavar="NAME", default="text", help="of a row: its text (default: text)"
    )
    parser.add_argument("--id-field", metavar="NAME", default="id", help="of a row: its id (default: id)")
    parser.add_argument(
        "--separator",
        metavar="LINE",
        default="",
        help="what parts documents in a text file: a line of its own, or formfeed (default: a file is one)",
    )
    parser.add_argument(
        "--take",
        action="append",
        metavar="GLOB",
        help="of a folder, such files: *.jsonl (default: *.txt)",
    )
    parser.add_argument("--language", metavar="CODE", help="language of the texts (default: by script)")
    lowest, highest = THRESHOLDS[0], THRESHOLDS[-1]
    parser.add_argument(
        "--line-break-threshold",
        type=_threshold,
        metavar="N",
        help=f"percent from which on a line break is joined, {lowest} to {highest} (default: {THRESHOLD})",
    )
    parser.add_argument(
        "--jobs", type=_jobs, metavar="N", help="worker processes (default: by size; 0: all cores)"
    )
    parser.add_argument("--quiet", "-q", action="store_true", help="no progress, no summary")


def add_rules(parser: argparse.ArgumentParser) -> None:
    """Which rules hold."""
    group = parser.add_argument_group("rules")
    group.add_argument(
        "--rules", action="append", metavar="PATH", help="more rule files, folders of them, or package:NAME"
    )
    group.add_argument(
        "--select", action="append", metavar="CODES", help="only these, by prefix: LB,TM001,ALL"
    )
    group.add_argument("--ignore", action="append", metavar="CODES", help="not these")
    group.add_argument("--preview", action="store_true", help="preview rules too")
    group.add_argument(
        "--config",
        action="append",
        metavar="FILE | KEY=VALUE",
        help="a configuration file (default: the nearest), or one of its keys, in TOML",
    )
    group.add_argument("--isolated", action="store_true", help="no configuration file")


def _threshold(text: str) -> int:
    try:
        return checked_threshold(int(text) if text.isascii() and text.isdigit() else text, "threshold")
    except ConfigError as error:
        raise argparse.ArgumentTypeError(str(error).removeprefix("threshold: ")) from None


def _jobs(text: str) -> int:
    try:
        jobs = int(text)
    except ValueError:
        jobs = -1
    if jobs < 0:
        raise argparse.ArgumentTypeError(f"{text!r}; allowed: 0 (all cores), 1, 2, ...")
    return jobs or cores()


def config_of(args: argparse.Namespace) -> Config:
    """The configuration that holds for this command, in the working directory."""
    return project_of(args, Path.cwd()).config


def project_of(args: argparse.Namespace, folder: Path) -> Project:
    """The configuration that holds for files in ``folder``: named, else the nearest, else ours."""
    named = [text for text in args.config or () if "=" not in text or _is_file(text)]
    settings = [text for text in args.config or () if text not in named]
    if len(named) > 1:
        raise ConfigError(f"--config: {len(named)} files; allowed: one, and any number of KEY=VALUE")
    if args.isolated:
        return read_project(None, settings)
    if named:
        path = Path(named[0])
        if not path.is_file():
            raise ConfigError("no such configuration file", file=named[0])
        return read_project(path, settings)
    return read_project(find_config(folder) or find_config(Path.cwd()), settings)


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except OSError:  # too long for a name
        return False


def rules_of(args: argparse.Namespace, config: Config) -> RuleSet:
    """The rules that the options and the configuration ask for."""
    select = codes(args.select) or config.select
    extended = (*(select or (("ALL",) if config.extend_select else ())), *config.extend_select)
    rules = load_rules(
        [*config.packs, *(args.rules or ())],
        select=extended,
        ignore=[code for code in codes(args.ignore) or config.ignore if code not in SUPPRESSIONS],
        preview=args.preview,
        overrides={
            code: {key: value for key, value in msgspec.structs.asdict(override).items() if value is not None}
            for code, override in config.rules.items()
        },
    )
    warn(args, rules.notes)
    return rules


def codes(options: Sequence[str] | None) -> tuple[str, ...]:
    """The selectors of an option that may be given again, each time with several."""
    return tuple(code.strip() for option in options or () for code in option.split(",") if code.strip())


def settings_of(
    args: argparse.Namespace,
    *,
    project: Project | None = None,
    level: Fix = Fix.SAFE,
    fix: bool = True,
    segmenter: str | None = None,
    labels: str = "",
    limit: int = 0,
) -> tuple[Settings, Config]:
    """Settings for a run, rules loaded, and the configuration they came from.

    ``limit``: characters from which on a document is refused (0: none).
    """
    config = (project or project_of(args, Path.cwd())).config
    language = args.language or config.language
    settings = Settings(
        rules=rules_of(args, config),
        encoding=args.encoding or config.encoding,
        language=checked_language(language) if language else None,
        level=level,
        fix=fix,
        segmenter=segmenter,
        labels=labels,
        line_break_threshold=args.line_break_threshold or config.line_break_threshold,
        fields=Fields(args.text_field, args.id_field, limit, _separator(args.separator)),
    )
    return settings, config


def _separator(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise ConfigError(f"--separator: {text!r}; allowed: one line, or formfeed")
    return FORM_FEED if text == "formfeed" else text


def inputs_of(args: argparse.Namespace, *, written: bool = False) -> tuple[list[Found], list[Failure]]:
    """The inputs named, and the reasons why some of them cannot be read, or ``written`` in place."""
    found: list[Found] = []
    faults: list[Failure] = []

    def taken(path: Path) -> Sequence[str]:
        if args.take:
            return list(args.take)
        return project_of(args, path if path.is_dir() else Path.cwd()).config.include or TAKEN

    for one in discover(_expanded(args.paths or ["."]), taken=taken):
        if isinstance(one, InputError):
            faults.append(Failure.of(one))
        elif written and not isinstance(one.path, Path):
            problem = "only local files are written in place; allowed: build"
            faults.append(Failure.of(InputError(problem, file=one.path.as_posix())))
        else:
            found.append(one)
    if not found and not faults:
        paths = args.paths or ["."]
        warn(args, [f"no files under {', '.join(paths)}; taken: {', '.join(taken(Path(paths[0])))}"])
    return found, faults


def _expanded(paths: Iterable[str]) -> Iterator[str]:
    """``paths``, with what they match for those with ``*``, ``?`` or ``[`` that no shell expanded."""
    for path in paths:
        if not path:
            raise ConfigError("an empty path; allowed: . for the working directory")
        if any(mark in path for mark in "*?[") and not Path(path).exists():
            import glob

            yield from sorted(glob.glob(path, recursive=True)) or [path]  # noqa: PTH207 - keeps ./
        else:
            yield path


def jobs_of(args: argparse.Namespace, inputs: Sequence[Found]) -> int:
    """``--jobs``, or as many workers as the size of the inputs is worth."""
    if args.jobs is not None:
        return int(args.jobs)
    size = sum(one.path.stat().st_size for one in inputs if one.path.is_file())
    return cores() if size >= PARALLEL_FROM else 1


def warn(args: argparse.Namespace, notes: Iterable[str]) -> None:
    """Each note on stderr, once in a run."""
    told: set[str] = vars(args).setdefault("warned", set())
    for note in notes:
        if note not in told:
            told.add(note)
            print(f"corpuskit: warning: {note}", file=sys.stderr)


def complain(errors: Iterable[str | Failure]) -> None:
    """Each error on stderr."""
    for error in errors:
        for line in str(error).splitlines():
            print(f"corpuskit: error: {line}", file=sys.stderr)


def progress(outcomes: Iterable[Outcome], total: int, *, quiet: bool) -> Iterator[Outcome]:
    """``outcomes`` of ``total`` files, with a bar on stderr where that is a terminal and there is a wait."""
    if quiet or total < 2 or not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    files = groupby(outcomes, lambda one: one.found.path)
    for _, own in track(files, "files", total=total, console=console, transient=True):
        yield from own


def without_clean_texts(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """``outcomes``; documents in which nothing was found hold neither their text nor their metadata any more.

    No report shows these, and of a large dump they are most of what a run would hold.
    """
    for one in outcomes:
        checked = one.checked
        if checked and not (checked.diagnostics or checked.changes or checked.forgiven or checked.errors):
            document = replace(checked.document, text="", meta={})
            one = replace(one, checked=replace(checked, document=document, text=""))
        yield one


def use_color() -> bool:
    """Whether stdout is a terminal that wants colours (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def exit_code(
    checked: Iterable[Checked], failures: Sequence[Failure], fail_on: str, *, left: bool = False
) -> int:
    """2 if something could not be done, 1 if a finding of ``fail_on`` is there (``left``: was not fixed)."""
    if failures:
        return 2
    failing = _FAILING[fail_on]
    found = (one for document in checked for one in document.diagnostics)
    return int(any(one.severity in failing and not (left and one.fixed) for one in found))


def failure_of(outcome: Outcome) -> Failure:
    """Why there is nothing of a document in ``outcome``."""
    return Failure(outcome.error, printable(outcome.found.path.as_posix()), outcome.row or outcome.line)


def faults_of(one: Checked) -> list[Failure]:
    """Faults of the run itself in a document, each with its place."""
    document = one.document
    file, place = document.path or document.id, document.place
    return [Failure(f"{place}: {fault}", file, document.row) for fault in one.errors]


def add_statistics(parser: argparse.ArgumentParser) -> None:
    """``--statistics``."""
    parser.add_argument(
        "--statistics", action="store_true", help="counts by rule, and of the layout, instead of the findings"
    )


def add_census(parser: argparse.ArgumentParser) -> None:
    """``--census``."""
    parser.add_argument(
        "--census",
        type=_file,
        metavar="FILE",
        help="what corpuskit census counted, for corpus-wide rules (default: the inputs are counted first)",
    )


def _file(text: str) -> str:
    if not Path(text).is_file():
        raise argparse.ArgumentTypeError(f"{text}: no such file")
    return text


def add_max_document(parser: argparse.ArgumentParser) -> None:
    """``--max-document``."""
    parser.add_argument(
        "--max-document",
        type=_positive,
        default=MAX_DOCUMENT,
        metavar="N",
        help=f"characters; longer documents are refused (default: {MAX_DOCUMENT:,})",
    )


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r}; allowed: 1, 2, ...")
    return int(text)


def add_fail_on(parser: argparse.ArgumentParser) -> None:
    """``--fail-on`` and ``--exit-zero``."""
    choices = ("error", "warning", "info", "never")
    parser.add_argument(
        "--fail-on", choices=choices, default="warning", help="exit 1 from here on (default: warning)"
    )
    parser.add_argument(
        "--exit-zero",
        action="store_const",
        const="never",
        dest="fail_on",
        help="exit 0 whatever is found (2 stays: what could not be checked)",
    )
