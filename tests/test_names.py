import ntpath
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.names import LONGEST_NAME, safe_name, unique
from tests.growth import grows_linearly

#: Python 3.15 has no ``PurePath.is_reserved``, 3.12 no ``isreserved``.
IS_RESERVED = getattr(ntpath, "isreserved", PureWindowsPath.is_reserved)
IDS = st.text(max_size=40) | st.lists(
    st.sampled_from(["a", "A", ".", "..", "", "con", "重庆", "a.txt", "b ", "~2", "%", "/", "\\", "x" * 300])
).map("/".join)


@pytest.mark.parametrize("id", ["a", "news/2024/重庆 日报", "v1.2/a.b", ".hidden", "a~2", "第一章　总则"])
def test_plain_paths_stay(id: str) -> None:
    assert safe_name(id) == id


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("../a", "%2E%2E/a"),
        ("a/./b", "a/%2E/b"),
        ("/etc/passwd", "%00/etc/passwd"),
        ("a//b", "a/%00/b"),
        ("C:\\a", "C%3A%5Ca"),
        ("NUL", "%4EUL"),
        ("conin$", "%63onin$"),
        ("CONOUT$.x/b", "%43ONOUT$.x/b"),
        ("com1.x/b", "%63om1.x/b"),
        ("a.", "a%2E"),
        ("a ", "a%20"),
        ("a.txt/b", "a%2Etxt/b"),
        ("100%", "100%25"),
        ("a\nb", "a%0Ab"),
        ("\ud800", "%ED%A0%80"),
        ("", "%00"),
    ],
)
def test_what_a_file_system_minds_is_encoded(id: str, name: str) -> None:
    assert safe_name(id) == name


@given(IDS)
def test_a_name_stays_in_its_folder_and_fits(id: str) -> None:
    name = safe_name(id)
    posix, windows = PurePosixPath(f"{name}.txt"), PureWindowsPath(f"{name}.txt")
    assert not posix.is_absolute()
    assert not windows.anchor
    assert not IS_RESERVED(windows)
    assert ".." not in posix.parts
    assert len(name.encode()) <= LONGEST_NAME
    assert all(0 < len(part.encode()) <= 230 and part == part.rstrip(" .") for part in name.split("/"))


@given(st.lists(IDS, max_size=12, unique=True))
def test_names_of_unique_ids_never_meet(ids: list[str]) -> None:
    taken: dict[str, int] = {}
    names = [safe_name(unique(id, taken)).casefold() for id in ids]
    assert len(set(names)) == len(ids)
    files = {f"{name}.txt" for name in names}
    folders = {str(folder) for name in names for folder in PurePosixPath(name).parents}
    assert files.isdisjoint(folders)


def test_a_long_id_keeps_its_beginning_and_stays_apart() -> None:
    one, two = safe_name("重" * 300 + "一"), safe_name("重" * 300 + "二")
    assert one != two
    assert one.startswith("重重重")


def test_many_files_of_one_name_take_no_longer_each() -> None:
    # as in corpus/*/text.txt

    def name(many: int) -> None:
        taken: dict[str, int] = {}
        for _ in range(many):
            unique("text", taken)

    assert grows_linearly(name, 400)


def test_a_number_goes_on_from_the_last_of_its_id() -> None:
    taken: dict[str, int] = {}
    ids = ["a", "a", "a~2", "a", "a~4", "a"]
    assert [unique(id, taken, str) for id in ids] == ["a", "a~2", "a~2~2", "a~3", "a~4", "a~5"]
