"""Names of people: folded, and the surname where the form of the name shows it."""

import polars as pl

from graph.normalise.text import fold

COMPOUND_SURNAMES = (
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔"
    "|申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|闾丘|子车|亓官|司寇|巫马|公西|颛孙|壤驷|公良|漆雕|乐正"
    "|宰父|谷梁|拓跋|夹谷|轩辕|令狐|段干|百里|呼延|东郭|南门|羊舌|微生|左丘|东门|西门|第五|贺兰|纳兰|完颜|叶赫"
    "|欧侯|哥舒"
)
# What registers write where they know no name.
PLACEHOLDERS = frozenset(
    ("无", "无名", "不详", "未知", "待定", "暂无", "测试", "空", "NONE", "NULL", "UNKNOWN")
)
_HAN = r"^\p{Han}+$"
_MIDDLE_DOTS = "[·•・.∙‧⋅●]"


def person_names(s: pl.Series) -> pl.DataFrame:
    """Read names of people.

    Columns: name (folded; blanks inside Chinese names dropped, one kind of middle dot, Latin letters in
    upper case), surname (null where the form does not show it, as in 阿布都·艾合买提), latin (no
    Chinese character). A Latin name is read as `SURNAME, Given` where there is a comma, else its
    last word is the surname.
    """
    name = fold(s).str.to_uppercase().alias("name")
    name = name.str.replace_all(r"(\p{Han})\s+", "${1}").str.replace_all(r"\s+(\p{Han})", "${1}")
    name = name.str.replace_all(rf"(\p{{Han}}){_MIDDLE_DOTS}+(\p{{Han}})", "${1}·${2}")
    name = name.set(name == "", None)
    n = pl.col("name")
    compound = n.str.extract(rf"^({COMPOUND_SURNAMES})\p{{Han}}+$", 1)
    latin = ~n.str.contains(r"\p{Han}")
    latin_surname = pl.coalesce(n.str.extract(r"^([^,]+),", 1), n.str.extract(r"([^\s,]+)$", 1))
    return name.to_frame().select(
        "name",
        surname=pl.when(latin)
        .then(latin_surname.str.strip_chars())
        .when(n.str.contains(_HAN))
        .then(pl.coalesce(compound, n.str.slice(0, 1))),
        latin=latin,
    )


def nameable(names: pl.Series) -> pl.Series:
    """bool per name: could name one person. Placeholders and single characters could not."""
    return (names.str.len_chars() >= 2) & ~names.str.to_uppercase().is_in(list(PLACEHOLDERS))
