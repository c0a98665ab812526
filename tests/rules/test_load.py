import pickle
import tomllib
from pathlib import Path
from zlib import crc32

import pytest

from corpuskit.errors import ConfigError, RuleFileError
from corpuskit.model import Fix, Severity
from corpuskit.rules import RuleSet, files, load_rules, shipped_root
from tests.rules.conftest import WritePack, rule


def load(*paths: Path | str) -> RuleSet:
    return load_rules(paths, shipped=False)


def faults_of(*paths: Path | str) -> tuple[str, ...]:
    with pytest.raises(RuleFileError) as caught:
        load(*paths)
    return caught.value.faults


def test_rules_stand_in_the_order_given_then_by_path_then_by_place(write_pack: WritePack) -> None:
    write_pack(rule("TOZ001"), name="last.toml")
    write_pack(rule("TOY003") + rule("TOY001"), name="pack/b.toml")
    write_pack(rule("TOY002"), name="pack/a/z.toml")
    assert [entry.rule.code for entry in load("pack", "last.toml").entries] == [
        "TOY002",
        "TOY003",
        "TOY001",
        "TOZ001",
    ]


def test_an_entry_says_where_it_stands(write_pack: WritePack) -> None:
    write_pack(rule("TOY001") + rule("TOY002"), name="packs/a.toml", language="ja")
    entry = load(Path("packs")).entry("TOY002")
    assert (entry.pack.path, entry.pack.language, entry.line) == ("packs/a.toml", "ja", 15)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"severity": "'warn'"}, "severity: 'warn'; allowed: error, warning, info"),
        (
            {"blocks": "['heading', 'tabel']"},
            "blocks[1]: 'tabel'; allowed: heading, paragraph, list-item, dialogue, verse, note, footnote, source, byline, "
            "caption, table, code, furniture, other",
        ),
        ({"not_blocks": "[3]"}, "not_blocks[0]: 3; allowed: heading, paragraph, "),
        ({"blocks": "'table'"}, "blocks: 'table': expected array, got str"),
        (
            {"blocks": "['table']\nnot_blocks = ['code']"},
            "not_blocks: blocks and not_blocks given; allowed: one of them",
        ),
        (
            {"kind": "'laid-out'", "blocks": "['table']"},
            "blocks: rules on layout look before there are blocks; allowed: in rules on text and tag",
        ),
        ({"sevrity": "'info'"}, "sevrity: unknown key; did you mean 'severity'?"),
        ({"why": "7"}, "why: 7: expected str, got int"),
        ({"why": "' '"}, "why: empty"),
        ({"why": ""}, "why: missing"),
        ({"name": "'Not Kebab'"}, "name: 'Not Kebab'; allowed: lower case words joined by '-'"),
        ({"kind": "'toi'"}, "kind: 'toi'; allowed: "),
        ({"kind": ""}, "kind: missing; allowed: "),
        ({"look_for": "'('"}, "look_for: '(' is not RE2"),
        ({"names": "'no.txt'"}, "names: 'no.txt' cannot be read: No such file or directory"),
        ({"names": "'../a.txt'"}, "names: '../a.txt'; allowed: a .tsv or .txt file beside the rule file"),
        ({"message": "'{oops}'"}, "message: unknown placeholder {oops}; allowed: {found}, {prefer}"),
        (
            {"message": "'{found.x}'"},
            "message: a brace that belongs to no placeholder; allowed: {found}, {prefer}",
        ),
        (
            {"message": "'{found'"},
            "message: a brace that belongs to no placeholder; allowed: {found}, {prefer}",
        ),
        ({"fix": "'safe'"}, "examples: no good, though fix is safe"),
        ({"examples": "[{ ok = '' }]"}, "examples: no positive example (bad)"),
        ({"examples": "[{ bad = '' }]"}, "examples: no near-miss (ok)"),
        ({"examples": "[{ goods = '' }]"}, "examples[0]: unknown key 'goods'; did you mean 'good'?"),
        ({"examples": "[{ hits = 'x' }]"}, "examples[0].hits: 'x': expected int, got str"),
        (
            {"examples": "[{ bad = '坏', hits = 0 }, { ok = '' }]"},
            "examples[0]: hits = 0; allowed: 1 or more",
        ),
        (
            {"examples": "[{ bad = '', ok = '' }, { bad = '' }, { ok = '' }]"},
            "examples[0]: bad and ok of bad, ok, text given; allowed: exactly one of them",
        ),
        (
            {"examples": "[{ ok = '', good = '' }, { bad = '' }]"},
            "examples[0]: good or hits beside ok; allowed: good and hits beside bad",
        ),
        (
            {"examples": "[{ text = '', tags = [] }, { bad = '' }, { ok = '' }]"},
            "examples[0]: text in a rule on text; allowed: bad or ok",
        ),
    ],
)
def test_a_fault_names_file_line_code_key_and_what_is_allowed(
    write_pack: WritePack, changes: dict[str, str], fault: str
) -> None:
    path = write_pack(rule("TOY001", **changes))
    (line,) = faults_of(path)
    place, said = line.split(": ", 1)
    assert said.startswith(f"TOY001: {fault}")
    lines = path.read_text("utf-8").splitlines()
    key = fault.split(":")[0].split("[")[0]
    assert lines[int(place.removeprefix("toys.toml:")) - 1].startswith((key, "[[rule]]"))


def test_tag_rules_have_texts_with_tags(write_pack: WritePack) -> None:
    body = rule(
        "TOY001",
        kind="'tagging'",
        examples="[{ text = '李白', tags = ['PER'] }, { text = '' }, { bad = '' }]",
    )
    assert faults_of(write_pack(body)) == (
        "toys.toml:5: TOY001: examples[0]: tag 'PER'; allowed: LABEL:words",
        "toys.toml:5: TOY001: examples[1]: text and tags go together",
        "toys.toml:5: TOY001: examples[2]: bad in a rule on tag; allowed: text and tags",
        "toys.toml:5: TOY001: examples: no near-miss (text with tags = [])",
    )


@pytest.mark.parametrize("code", ["TM001", "TOY1", "TOYTOYT001", "toy001", "TOY0001"])
def test_codes_of_other_packs_have_three_to_six_letters(write_pack: WritePack, code: str) -> None:
    (fault,) = faults_of(write_pack(rule(code, name="'a-toy'")))
    assert fault == f"toys.toml:6: {code}: code: '{code}'; allowed: 3 to 6 capital letters, then 3 digits"


def test_a_taken_code_or_name_says_where_the_other_is(write_pack: WritePack) -> None:
    first = write_pack(rule("TOY001"), name="a.toml")
    second = write_pack(rule("TOY001"), name="b.toml")
    assert faults_of(first, second) == (
        "b.toml:5: TOY001: code: 'TOY001' is taken at a.toml:5",
        "b.toml:6: TOY001: name: 'toy-toy001' is taken at a.toml:6",
    )


def test_one_file_named_twice_is_read_once(write_pack: WritePack) -> None:
    path = write_pack(rule("TOY001"), name="packs/a.toml")
    assert len(load(path, "packs", path.resolve()).entries) == 1


def test_all_faults_of_all_files_are_told_twenty_at_once(write_pack: WritePack) -> None:
    paths = [
        write_pack(rule(f"TOY{index:03}", severity="'warn'"), name=f"{index:02}.toml") for index in range(25)
    ]
    with pytest.raises(RuleFileError) as caught:
        load(*paths)
    lines = str(caught.value).splitlines()
    assert len(caught.value.faults) == 25 and len(lines) == 21
    assert lines[0].startswith("00.toml:5: TOY000: severity") and lines[-1] == "... and 5 more"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b'[pack]\nname = "a\n', "x.toml:2: not TOML: Illegal character '\\n'"),
        (b'[pack]\nname = """a\n\n\n', "x.toml:2: not TOML: Unterminated string"),
        (b'[pack]\nname = "\xb2\xe2"\n', "x.toml:2: not UTF-8"),
        (b'[pack]\nname = "a"\n', "x.toml:1: language: missing"),
        (
            b'[pack]\nname = "a"\nlanguage = "de"\n',
            "x.toml:3: language: 'de'; allowed: any, zh, zh-Hans, zh-Hant, en, ja",
        ),
        (b'rules = 1\n[pack]\nname = "a"\nlanguage = "zh"\n', "x.toml:1: rules: unknown key; did you mean"),
        (b"rule = 3\n[pack]\nname = 'a'\nlanguage = 'zh'", "x.toml:1: rule: not [[rule]] tables"),
        (b"rule = [3]\n[pack]\nname = 'a'\nlanguage = 'zh'", "x.toml:1: rule: not [[rule]] tables"),
        (b"example = 3\n[pack]\nname = 'a'\nlanguage = 'zh'", "x.toml:1: example: not [[example]] tables"),
        (b"[pack]\nname = 'a'\nlanguage = 'zh'", "x.toml:1: rule: no [[rule]] tables"),
        (b"pack = 3", "x.toml:1: 3 is not a table"),
        (b"", "x.toml:1: name: missing"),
    ],
)
def test_a_broken_file_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, fault: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.toml").write_bytes(content)
    assert any(line.startswith(fault) for line in faults_of("x.toml"))


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('figure = "exclamations"', "figure: 'exclamations'; allowed: "),
        ("above = 10", "above: unknown key; allowed: code, name, "),
    ],
)
def test_what_is_allowed_is_told_where_nothing_is_near(tmp_path: Path, line: str, fault: str) -> None:
    pack = '[pack]\nname = "a"\nlanguage = "zh"\n'
    measure = '[[rule]]\ncode = "TOY001"\nname = "toy"\nkind = "measure"\nmessage = "x"\nwhy = "x"\n'
    path = tmp_path / "x.toml"
    path.write_text(f"{pack}{measure}{line}\n", encoding="utf-8")
    (told,) = [one for one in faults_of(path) if fault in one]
    assert all(word in told for word in ("repeated-lines", "top-runs") if "figure" in fault)


def test_a_missing_file_and_an_empty_folder_are_errors(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path / "no.toml")
    assert fault == f"{(tmp_path / 'no.toml').as_posix()}: cannot be read: No such file or directory"
    with pytest.raises(ConfigError, match="no rule files"):
        load(tmp_path)


def test_a_byte_order_mark_and_crlf_do_no_harm(tmp_path: Path, write_pack: WritePack) -> None:
    path = write_pack(rule("TOY001"))
    text = path.read_text("utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load(path).entry("TOY001").line == 4


def test_tables_are_read_beside_their_rule_file(write_pack: WritePack) -> None:
    path = write_pack(rule("TOY001", names="'names.txt'"), name="pack/a.toml")
    Path("pack/names.txt").write_bytes("李白\r\n杜甫\n".encode())
    tables = load(path).options.tables
    assert {key: tuple(lines) for key, lines in tables.items()} == {("TOY001", "names.txt"): ("李白", "杜甫")}
    Path("pack/names.txt").write_bytes(b"a\n\xff")
    assert faults_of(path) == ("pack/a.toml:5: TOY001: names: 'names.txt' is not UTF-8 in line 2",)


def test_guideline_examples_are_texts_with_all_their_tags(write_pack: WritePack) -> None:
    body = rule("TOY001") + "[[example]]\ntext = '李白'\ntags = ['PER:李白']\n[[example]]\nok = '好'\n"
    (fault,) = faults_of(write_pack(body))
    assert fault == "toys.toml:18: example[1]: ok in a rule on tag; allowed: text and tags"


def test_overrides_change_severity_and_fix(write_pack: WritePack) -> None:
    path = write_pack(rule("TOY001"))
    rules = load_rules([path], shipped=False, overrides={"TOY001": {"severity": "error", "fix": "unsafe"}})
    assert (rules["TOY001"].severity, rules["TOY001"].fix) == (Severity.ERROR, Fix.UNSAFE)


@pytest.mark.parametrize(
    ("overrides", "problem"),
    [
        ({"TOY0O1": {}}, r"rules.TOY0O1: no such rule; did you mean 'TOY001'\?"),
        ({"TOY001": {"colour": "red"}}, "rules.TOY001: unknown key 'colour'; allowed: severity, fix"),
        ({"TOY001": {"fix": "yes"}}, "rules.TOY001.fix: 'yes'; allowed: none, safe, unsafe"),
    ],
)
def test_a_wrong_override_is_an_error(
    write_pack: WritePack, overrides: dict[str, dict[str, str]], problem: str
) -> None:
    path = write_pack(rule("TOY001"))
    with pytest.raises(ConfigError, match=problem):
        load_rules([path], shipped=False, overrides=overrides)


def test_the_fingerprint_is_of_what_is_said_not_of_how(write_pack: WritePack) -> None:
    path = write_pack(rule("TOY001", names="'a.txt'"))
    Path("a.txt").write_text("李白\n", "utf-8")
    prints = [load(path).fingerprint]
    text = path.read_text("utf-8")
    moved = Path("elsewhere/b.toml")
    moved.parent.mkdir()
    moved.write_text("# the same\n" + text.replace(" = ", "="), "utf-8")
    Path("elsewhere/a.txt").write_text("李白\n", "utf-8")
    assert load(moved).fingerprint == prints[0]
    prints.append(load_rules([path], shipped=False, ignore=["TOY"]).fingerprint)
    prints.append(load_rules([path], shipped=False, overrides={"TOY001": {"severity": "info"}}).fingerprint)
    Path("a.txt").write_text("杜甫\n", "utf-8")
    prints.append(load(path).fingerprint)
    path.write_text(text.replace("because", "therefore"), "utf-8")
    prints.append(load(path).fingerprint)
    assert len(set(prints)) == len(prints) and all(len(one) == 64 for one in prints)


def test_a_rule_set_pickles_for_spawned_workers(write_pack: WritePack) -> None:
    rules = load(write_pack(rule("TOY001")))
    assert pickle.loads(pickle.dumps(rules)) == rules


def test_shipped_rules_come_first(write_pack: WritePack) -> None:
    codes = [entry.rule.code for entry in load_rules([write_pack(rule("TOY001"))]).entries]
    assert codes[-1] == "TOY001" and "LB001" in codes[:-1]


def test_shipped_rules_are_named_the_same_wherever_they_lie() -> None:
    assert load_rules().entry("LB001").pack.path == "rules/any/linebreaks.toml"


def test_the_wheel_has_its_own_copy_of_the_shipped_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "corpuskit"
    monkeypatch.setattr(files, "_PACKAGE", package)
    monkeypatch.setattr(files, "_INSTALLED", package / "_rules")
    with pytest.raises(ConfigError, match="the shipped rules are missing"):
        shipped_root()
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "corpuskit-of-another"\n', "utf-8")
    with pytest.raises(ConfigError, match="the shipped rules are missing"):
        shipped_root()
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "corpuskit"\n', "utf-8")
    assert shipped_root() == tmp_path / "rules"
    (package / "_rules").mkdir(parents=True)
    assert shipped_root() == package / "_rules"


def test_only_line_ends_of_toml_count_as_lines(write_pack: WritePack) -> None:
    path = write_pack(rule("TOY001", why='"a\u2028b\u0085c"') + rule("TOY002", why="7"))
    (fault,) = faults_of(path)
    assert fault == "toys.toml:16: TOY002: why: 7: expected str, got int"
    path.write_text(path.read_text("utf-8").replace("why = 7", 'why = "7"'), "utf-8")
    assert load(path).entry("TOY002").line == 15


def test_what_the_wheel_has_parsed_counts_only_while_the_file_is_the_same(
    tmp_path: Path, write_pack: WritePack, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_pack(rule("TM901"), name="installed/a.toml")
    path = tmp_path / "installed" / "a.toml"
    data = path.read_bytes()
    said = tomllib.loads(data.decode())
    said["rule"][0]["why"] = "As it was parsed."
    made = {"a.toml": {"crc32": crc32(data), "values": said}}
    monkeypatch.setattr(files, "_INSTALLED", path.parent)
    monkeypatch.setattr(files, "_compiled_rules", lambda: made)
    assert load(path)["TM901"].why == "As it was parsed."
    path.write_bytes(data + b"\n")
    assert load(path)["TM901"].why != "As it was parsed."
    path.write_bytes(data.replace(b"why =", b"wyh ="))
    assert any("wyh" in fault for fault in faults_of(path))


def test_a_word_list_of_the_wheel_that_was_broken_is_told_with_its_line() -> None:
    with pytest.raises(ConfigError, match="txt:2: a word list that is not UTF-8"):
        list(files.Lines("重庆\n".encode() + b"\xff", "words.txt"))
