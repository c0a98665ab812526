from pathlib import Path

import pytest

from corpuskit.cli import main
from corpuskit.formats import conllu
from tests.samples import CLEAN, WRAPPED, write


def test_conllu_goes_to_stdout(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["annotate", str(write(tmp_path, a=WRAPPED))]) == 0
    sentences = list(conllu.read(capfdbinary.readouterr().out.decode()))
    assert len(sentences) == 2
    assert all(len(row) == 10 for one in sentences for row in one.rows)


def test_token_ranges_give_the_characters_of_the_source(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    main(["annotate", str(write(tmp_path, a=WRAPPED))])
    for sentence in conllu.read(capfdbinary.readouterr().out.decode()):
        for row in sentence.rows:
            start, end = row[9].rpartition("TokenRange=")[2].split(":")
            assert "".join(WRAPPED[int(start) : int(end)].split()) == row[1]


def test_no_fix_takes_each_line_as_a_block(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    main(["annotate", "--no-fix", str(write(tmp_path, a=WRAPPED))])
    assert capfdbinary.readouterr().out.decode().count("# newpar") == 5


@pytest.mark.parametrize("name", ["txt", "conllu", "conll2003", "char-bio", "jsonl", "docbin"])
def test_every_format_is_written_to_a_file(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    assert (
        main(["annotate", "--format", name, "--output", str(out), str(write(tmp_path / "in", a=CLEAN))]) == 0
    )
    assert out.stat().st_size


def test_tags_have_the_scheme_that_is_asked_for(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder = str(write(tmp_path, a="作者在重庆大学读书。\n"))
    for format in ("conll2003", "char-bio"):
        assert main(["annotate", "--format", format, "--scheme", "bioes", folder]) == 0
        assert " E-ORG" in capfdbinary.readouterr().out.decode()
    assert main(["annotate", "--scheme", "bioes", folder]) == 2
    assert b"--scheme is for conll2003 and char-bio, not for conllu" in capfdbinary.readouterr().err


def test_a_binary_format_wants_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["annotate", "--format", "docbin", str(write(tmp_path, a=CLEAN))]) == 2
    assert "--output" in capsys.readouterr().err


def test_an_unknown_segmenter_names_those_that_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["annotate", "--segmenter", "jieba", str(write(tmp_path, a=CLEAN))]) == 2
    assert "pkuseg:DIR" in capsys.readouterr().err


def test_an_input_that_fails_leaves_the_others(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder = write(tmp_path, a=CLEAN)
    assert main(["annotate", str(folder), str(tmp_path / "missing.txt")]) == 2
    captured = capfdbinary.readouterr()
    assert captured.out
    assert b"missing.txt" in captured.err


def test_a_document_that_is_too_long_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path, a="重庆。" * 10, b="重庆。")
    assert main(["annotate", "--max-document", "20", str(folder)]) == 2
    printed = capsys.readouterr()
    assert printed.out.count("# newdoc") == 1
    assert "a.txt: a document of" in printed.err


def test_each_label_is_explained(tmp_path: Path) -> None:
    out, reasons = tmp_path / "out.conllu", tmp_path / "why.txt"
    folder = write(tmp_path / "in", a="作者在重庆大学读书。\n")
    assert main(["annotate", "--explain", str(reasons), "--output", str(out), str(folder)]) == 0
    assert "a.txt:1:4: ORG 重庆大学 by EN210 " in reasons.read_text("utf-8")
    assert "    beat LOC 重庆 by EN103 " in reasons.read_text("utf-8")
