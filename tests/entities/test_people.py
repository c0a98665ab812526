from hypothesis import given
from hypothesis import strategies as st

from corpuskit.entities.people import People
from corpuskit.unicode import code_points

SURNAMES = ("李", "欧", "欧阳", "司马")
GIVEN = ("白", "阳", "修", "马")
PEOPLE = People(SURNAMES, GIVEN)


def brute(text: str) -> list[tuple[int, int, int]]:
    return [
        (start, start + len(surname) + count, count)
        for start in range(len(text))
        for surname in SURNAMES
        for count in (1, 2)
        if text.startswith(surname, start)
        and len(given := text[start + len(surname) : start + len(surname) + count]) == count
        and set(given) <= set(GIVEN)
    ]


@given(st.text("李欧阳司马白修，𠮷", max_size=15))
def test_every_surname_with_given_names_behind_it_is_found(text: str) -> None:
    assert sorted(map(tuple, PEOPLE.spans(code_points(text)).tolist())) == sorted(brute(text))
