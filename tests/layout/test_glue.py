import corpuskit


def fixed(text: str) -> str:
    return corpuskit.fix(text, select=["LB"])


def test_a_number_that_goes_on_in_the_next_line_is_whole_again() -> None:
    text = (
        "系统谋划推进以科技创新引领产业创新，围绕“33\n"
        "618”现代制造业集群体系，紧盯核心软件和高端器\n"
        "件，深入实施一批重大科技专项，产出更多的成果，\n"
        "提高自主创新能力。\n"
    )
    assert "“33618”" in fixed(text)


def test_numbers_stay_apart_where_the_document_parts_numbers() -> None:
    text = (
        "据统计，各年的产量分别是 12 15 18 20\n"
        "22 25 30 万吨，其后逐年增长，到去年已经达到了\n"
        "四十五万吨，居全国第一，出口也有了很大的增长，\n"
        "前景看好。\n"
    )
    assert "20 22" in fixed(text) or "20\n22" in fixed(text)
