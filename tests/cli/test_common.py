"""What the commands share, each part by itself."""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from corpuskit.checker import as_it_stands
from corpuskit.cli import common
from corpuskit.cli.cores import cores
from corpuskit.config import Config
from corpuskit.errors import ConfigError
from corpuskit.findings import Failure
from corpuskit.model import Change, Checked, Diagnostic, Document, Fix, Severity
from corpuskit.readers import FORM_FEED, Found
from corpuskit.run import Outcome


def parsed(*options: str) -> argparse.Namespace:
    """The options of a command that has all that commands share."""
    parser = argparse.ArgumentParser()
    common.add_inputs(parser)
    common.add_rules(parser)
    common.add_max_document(parser)
    common.add_fail_on(parser)
    common.add_statistics(parser)
    common.add_census(parser)
    return parser.parse_args(options)


def refused(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    with pytest.raises(SystemExit):
        parsed(*options)
    return capsys.readouterr().err


def checked(*severities: tuple[Severity, bool]) -> Checked:
    """A document with findings of such severities, fixed or not."""
    found = [Diagnostic("XX1", one, Fix.SAFE, 0, 1, {}, (), fixed) for one, fixed in severities]
    return replace(as_it_stands(Document("a", "甲", "a.txt", {"k": 1}), "zh"), diagnostics=tuple(found))


def test_codes_are_given_several_at_once_or_one_by_one() -> None:
    assert common.codes(None) == common.codes([]) == common.codes([" , "]) == ()
    assert common.codes(["LB, PU001", "TM,"]) == ("LB", "PU001", "TM")


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("16", 16)])
def test_so_many_are_so_many(text: str, number: int) -> None:
    options = parsed("--jobs", text, "--max-document", text)
    assert (options.jobs, options.max_document) == (number, number)


def test_no_jobs_are_as_many_as_there_are_cores() -> None:
    assert parsed("--jobs", "0").jobs == cores() >= 1


@pytest.mark.parametrize(
    ("option", "text", "allowed"),
    [
        ("--jobs", "-1", "0 (all cores), 1, 2, ..."),
        ("--jobs", "two", "0 (all cores), 1, 2, ..."),
        ("--max-document", "0", "1, 2, ..."),
        ("--max-document", "²", "1, 2, ..."),
        ("--max-document", "", "1, 2, ..."),
        ("--line-break-threshold", "49", "a whole number from 50 to 99"),
        ("--line-break-threshold", "５０", "a whole number from 50 to 99"),
    ],
)
def test_other_numbers_are_refused(
    capsys: pytest.CaptureFixture[str], option: str, text: str, allowed: str
) -> None:
    told = refused(capsys, f"{option}={text}")
    assert f"argument {option}: {text}; allowed: {allowed}" in told.replace("'", "")


def test_jobs_left_alone_are_as_many_as_the_input_is_worth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(common, "PARALLEL_FROM", 10)
    monkeypatch.setattr(common, "cores", lambda: 7)
    paths = [tmp_path / name for name in "abc"]
    for path, size in zip(paths, (6, 3, 1), strict=True):
        path.write_bytes(b"x" * size)
    inputs = [Found(path, path.name, True) for path in paths]
    gone = Found(tmp_path / "gone", "gone", True)
    assert common.jobs_of(parsed(), [*inputs, gone]) == 7
    assert common.jobs_of(parsed(), [*inputs[:2], gone]) == 1
    assert common.jobs_of(parsed("--jobs", "3"), inputs) == 3


@pytest.mark.parametrize(
    ("fail_on", "severity", "code"),
    [
        ("error", Severity.ERROR, 1),
        ("error", Severity.WARNING, 0),
        ("warning", Severity.WARNING, 1),
        ("warning", Severity.ERROR, 1),
        ("warning", Severity.INFO, 0),
        ("info", Severity.INFO, 1),
        ("never", Severity.ERROR, 0),
    ],
)
def test_the_exit_code_says_what_was_found(fail_on: str, severity: Severity, code: int) -> None:
    fixed, left = checked((severity, True)), checked((Severity.INFO, False), (severity, False))
    assert common.exit_code([checked(), left], [], fail_on) == code
    assert common.exit_code([left], [], fail_on, left=True) == code
    assert common.exit_code([fixed], [], fail_on) == code
    if severity is not Severity.INFO:
        assert common.exit_code([fixed], [], fail_on, left=True) == 0
    assert common.exit_code([left], [Failure("cannot be read", "b.txt")], fail_on) == 2


def test_without_options_a_warning_fails() -> None:
    assert parsed().fail_on == "warning"
    assert parsed("--exit-zero").fail_on == "never"


def test_a_note_is_told_once_and_an_error_line_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    args = parsed()
    common.warn(args, ["one", "two", "one"])
    common.warn(args, ["two", "three"])
    common.complain(["four\nfive", "four"])
    assert capsys.readouterr().err.splitlines() == [
        "corpuskit: warning: one",
        "corpuskit: warning: two",
        "corpuskit: warning: three",
        "corpuskit: error: four",
        "corpuskit: error: five",
        "corpuskit: error: four",
    ]


def test_patterns_that_no_shell_expanded_are_expanded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deep").mkdir()
    for name in ("b.txt", "a.txt", "deep/c.txt", "[a].txt"):
        Path(name).write_text("他来了。\n", encoding="utf-8")

    def ids(*paths: str) -> list[str]:
        found, faults = common.inputs_of(parsed("--isolated", *paths))
        assert not faults
        return [one.path.as_posix() for one in found]

    assert ids("?.txt") == ["a.txt", "b.txt"]
    assert ids("**/c.txt") == ["deep/c.txt"]
    assert ids("[a].txt") == ["[a].txt"]
    assert ids("[b].txt", "a.txt") == ["b.txt", "a.txt"]
    assert not capsys.readouterr().err
    missing = Failure("x*.txt: no such file or directory", "x*.txt")
    assert common.inputs_of(parsed("--isolated", "x*.txt"))[1] == [missing]
    with pytest.raises(ConfigError, match="an empty path"):
        common.inputs_of(parsed("--isolated", ""))


def test_a_folder_without_files_is_told_with_what_is_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").write_text("x\n", encoding="utf-8")
    assert common.inputs_of(parsed("--isolated", str(tmp_path))) == ([], [])
    assert f"no files under {tmp_path}; taken: *.txt" in capsys.readouterr().err
    found, _ = common.inputs_of(parsed("--isolated", "--take", "*.md", str(tmp_path)))
    assert [one.id for one in found] == ["a"]
    (tmp_path / "corpuskit.toml").write_text('include = ["*.md", "*.rst"]\n', encoding="utf-8")
    assert [one.id for one in common.inputs_of(parsed(str(tmp_path)))[0]] == ["a"]


def test_what_is_elsewhere_is_not_written(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    fsspec.filesystem("memory").pipe("/common/b.txt", b"x\n")
    path = tmp_path / "a.txt"
    path.write_text("x\n", encoding="utf-8")
    args = parsed("--isolated", "memory://common/b.txt", str(path))
    found, faults = common.inputs_of(args, written=True)
    assert [one.path for one in found] == [path]
    (fault,) = faults
    assert fault.message.endswith("b.txt: only local files are written in place; allowed: build")
    assert len(common.inputs_of(args)[0]) == 2


def test_configurations_are_named_found_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, code in (("corpuskit.toml", "zh"), ("other.toml", "ja"), ("x=y.toml", "en")):
        Path(name).write_text(f"language = '{code}'\n", encoding="utf-8")

    def language(*options: str) -> str | None:
        return common.config_of(parsed(*options)).language

    assert language() == "zh"
    assert language("--config", "other.toml") == "ja"
    assert language("--config", "x=y.toml") == "en"
    assert (
        language("--config", "language='ko'") == language("--isolated", "--config", "language='ko'") == "ko"
    )
    assert language("--isolated") is language("--isolated", "--config", "other.toml") is None
    with pytest.raises(ConfigError, match="--config: 2 files; allowed: one"):
        language("--config", "other.toml", "--config", "corpuskit.toml")
    with pytest.raises(ConfigError, match=r"none\.toml: no such configuration file"):
        language("--config", "none.toml")
    with pytest.raises(ConfigError, match="neither a file nor KEY=VALUE"):
        language("--config", f"x={'x' * 5000}")


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("--language=chinese", "language: 'chinese'; allowed: a code"),
        ("--language=z", "language: 'z'; allowed: a code"),
        ("--separator=a\nb", "--separator: 'a\\nb'; allowed: one line, or formfeed"),
        ("--separator=a\r", "--separator: 'a\\r'; allowed: one line, or formfeed"),
    ],
)
def test_settings_that_are_wrong_are_told(option: str, told: str) -> None:
    with pytest.raises(ConfigError) as error:
        common.settings_of(parsed("--isolated", option))
    assert str(error.value).startswith(told)


def test_settings_are_those_of_the_options_else_of_the_configuration() -> None:
    keys = ["--config=encoding='gb18030'", "--config=language='ja'", "--config=line-break-threshold=70"]
    plain, _ = common.settings_of(parsed("--isolated"))
    assert (plain.encoding, plain.language, plain.fix, plain.fields.limit) == ("utf-8", None, True, 0)
    settings, _ = common.settings_of(parsed("--isolated", *keys), limit=5)
    assert (settings.encoding, settings.language, settings.line_break_threshold) == ("gb18030", "ja", 70)
    assert (settings.fields.limit, settings.fields.separator) == (5, "")
    own = ["--encoding=auto", "--language=zh-Hant", "--line-break-threshold=80", "--separator=formfeed"]
    settings, _ = common.settings_of(parsed("--isolated", *keys, *own, "--id-field=n", "--text-field=t"))
    assert (settings.encoding, settings.language, settings.line_break_threshold) == ("auto", "zh-Hant", 80)
    assert settings.fields.separator == FORM_FEED
    assert (settings.fields.id, settings.fields.text) == ("n", "t")


@pytest.mark.parametrize(
    ("options", "selected"),
    [
        (["--select=LB001,PU"], {"LB001": True, "PU001": True, "TM001": False}),
        (["--config=select=['LB']", "--select=PU"], {"LB001": False, "PU001": True}),
        (["--config=select=['LB']"], {"LB001": True, "PU001": False}),
        (["--config=extend-select=['LB']"], {"LB001": True, "PU001": True}),
        (["--config=ignore=['LB']"], {"LB001": False, "PU001": True}),
        (["--config=ignore=['LB']", "--ignore=PU,SU001"], {"LB001": True, "PU001": False}),
    ],
)
def test_rules_are_those_of_the_options_else_of_the_configuration(
    options: list[str], selected: dict[str, bool]
) -> None:
    args = parsed("--isolated", *options)
    rules = common.rules_of(args, common.config_of(args))
    assert {code: code in rules.selected for code in selected} == selected


def test_what_a_project_judges_otherwise_holds_and_the_rest_stays() -> None:
    args = parsed("--isolated", "--config=rules.PU001.severity='error'", "--config=rules.LB001.fix='none'")
    own, plain = common.rules_of(args, common.config_of(args)), common.rules_of(parsed(), Config())
    assert (own["PU001"].severity, own["PU001"].fix) == (Severity.ERROR, plain["PU001"].fix)
    assert (own["LB001"].severity, own["LB001"].fix) == (plain["LB001"].severity, Fix.NONE)


PACK = """[pack]
name = "own"
language = "any"
[[rule]]
code = "OWN002"
formerly = ["OWN001"]
name = "own"
kind = "pattern"
message = "{found}"
why = "because"
pattern = "x"
examples = [{ bad = "x" }, { ok = "y" }]
"""


def test_an_old_code_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = tmp_path / "own.toml"
    pack.write_text(PACK, encoding="utf-8")
    args = parsed("--isolated", "--rules", str(pack), "--select", "OWN001")
    assert common.rules_of(args, common.config_of(args)).selected == {"OWN002"}
    (told,) = capsys.readouterr().err.splitlines()
    assert told.startswith("corpuskit: warning: ") and "OWN001" in told and "OWN002" in told


@pytest.mark.parametrize(
    ("terminal", "total", "quiet", "drawn"),
    [(True, 2, False, True), (True, 1, False, False), (True, 2, True, False), (False, 2, False, False)],
)
def test_a_bar_is_drawn_where_there_is_something_to_wait_for(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    terminal: bool,
    total: int,
    quiet: bool,
    drawn: bool,
) -> None:
    bars: list[tuple[int, int]] = []

    def track(files: Iterable[Any], *args: object, total: int, **options: object) -> Iterator[Any]:
        for done, file in enumerate(files, 1):
            yield file
            bars.append((done, total))

    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal)
    monkeypatch.setattr("rich.progress.track", track)
    outcomes = [Outcome(Found(Path(name), name, True), row=row) for name in "ab"[:total] for row in (1, 2)]
    assert [*common.progress(iter(outcomes), total, quiet=quiet)] == outcomes
    assert bars == ([(1, 2), (2, 2)] if drawn else [])
    assert not capsys.readouterr().out


def test_a_command_shows_examples_and_takes_no_half_words(capsys: pytest.CaptureFixture[str]) -> None:
    whole = argparse.ArgumentParser()
    parser = common.command(whole.add_subparsers(), "tell", "say how it is", "  corpuskit tell x    of x")
    parser.add_argument("--quiet", action="store_true")
    told = parser.format_help()
    assert "\nSay how it is.\n" in told
    assert told.endswith("examples:\n  corpuskit tell x    of x\n")
    assert whole.parse_args(["tell", "--quiet"]).quiet
    with pytest.raises(SystemExit):
        whole.parse_args(["tell", "--qui"])


def test_quiet_is_said_in_two_ways() -> None:
    assert [parsed(*one).quiet for one in ([], ["-q"], ["--quiet"])] == [False, True, True]


def test_a_census_is_a_file_and_statistics_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    census = tmp_path / "census.json"
    assert f"{census}: no such file" in refused(capsys, "--census", str(census))
    census.write_bytes(b"{}")
    assert (parsed("--census", str(census)).census, parsed().census) == (str(census), None)
    assert (parsed("--statistics").statistics, parsed().statistics) == (True, False)


def test_only_documents_with_something_to_report_keep_their_text() -> None:
    found = Found(Path("a.txt"), "a", True)
    plain = checked()
    kept = [
        checked((Severity.INFO, False)),
        replace(plain, changes=(Change(0, 1, "甲", "乙", ("XX1",)),)),
        replace(plain, forgiven=checked((Severity.INFO, False)).diagnostics),
        replace(plain, errors=("did not settle",)),
    ]
    outcomes = [Outcome(found, one) for one in (plain, *kept)] + [Outcome(found, error="cannot be read")]
    first, *others = common.without_clean_texts(outcomes)
    assert others == outcomes[1:]
    assert first.checked is not None
    assert (first.checked.text, first.checked.document.text, first.checked.document.meta) == ("", "", {})
    assert first.checked.document.place == "a.txt"


@pytest.mark.parametrize(
    ("terminal", "environment", "colours"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_colours_are_for_terminals_that_want_them(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, environment: dict[str, str], colours: bool
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    assert common.use_color() is colours


def test_faults_of_the_run_have_their_place() -> None:
    one = replace(checked(), errors=("did not settle", "twice"))
    told = [Failure("a.txt: did not settle", "a.txt"), Failure("a.txt: twice", "a.txt")]
    assert common.faults_of(one) == told
