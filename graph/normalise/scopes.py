"""Business scopes reduced to what two filings of one template have in common."""

import polars as pl

from graph.normalise.text import bare

# Sentences the registry prints on every licence; they say nothing about the firm. Written without
# punctuation, longest first, because they are looked for after it has gone.
_BOILERPLATE = [
    "依法须经批准的项目经相关部门批准后依批准的内容开展经营活动",
    "依法须经批准的项目经相关部门批准后方可开展经营活动",
    "依法须经批准的项目经相关部门批准后方可经营",
    "依法须经批准的项目经相关部门批准后开展经营活动",
    "依法须经批准的项目经批准后方可开展经营活动",
    "除依法须经批准的项目外凭营业执照依法自主开展经营活动",
    "凭营业执照依法自主开展经营活动",
    "具体经营项目以相关部门批准文件或许可证件为准",
    "经相关部门批准后方可开展经营活动",
    "法律行政法规国务院决定禁止的不得经营",
    "许可经营项目无",
    "一般经营项目无",
    "许可经营项目",
    "一般经营项目",
    "许可项目",
    "一般项目",
]


def scopes(s: pl.Series) -> pl.Series:
    """Text for identity comparison: folded, lower case, without printed boilerplate and punctuation.

    A scope of boilerplate alone gives null.
    """
    text = bare(s).str.replace_many(_BOILERPLATE, [""] * len(_BOILERPLATE), leftmost=True)
    return text.set(text == "", None).alias(s.name)
