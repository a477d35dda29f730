"""Amounts of capital as registers write them."""

import polars as pl

from graph.normalise.text import present

CURRENCIES = {
    "人民币元": "CNY",
    "元人民币": "CNY",
    "人民币": "CNY",
    "美元": "USD",
    "美金": "USD",
    "香港元": "HKD",
    "港元": "HKD",
    "港币": "HKD",
    "澳门元": "MOP",
    "新台币": "TWD",
    "台币": "TWD",
    "日元": "JPY",
    "日币": "JPY",
    "欧元": "EUR",
    "英镑": "GBP",
    "新加坡元": "SGD",
    "新元": "SGD",
    "澳大利亚元": "AUD",
    "澳元": "AUD",
    "加拿大元": "CAD",
    "加元": "CAD",
    "新西兰元": "NZD",
    "韩元": "KRW",
    "韩国元": "KRW",
    "瑞士法郎": "CHF",
    "卢布": "RUB",
    "俄罗斯卢布": "RUB",
    "泰铢": "THB",
    "马来西亚林吉特": "MYR",
    "$": "USD",
    "£": "GBP",
    "€": "EUR",
}
UNITS = {"亿": 1e8, "千万": 1e7, "百万": 1e6, "十万": 1e5, "万": 1e4, "千": 1e3, "": 1.0}
_NUMBER = r"^(?<before>[^\d+\-.]*)(?<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d{1,2})?)(?<after>[^\d]*)$"


def amounts(s: pl.Series, default_currency: str = "CNY") -> pl.DataFrame:
    """Read amounts such as `1,000(万元人民币)`, `50万美元`, `0` and plain decimals.

    Columns: amount (float, in whole units of the currency: 元, not 万元), currency (ISO 4217;
    `default_currency` where none is named), bad (there was a text, but no amount: an unknown
    currency, two units). Signs are kept.
    """
    if s.dtype.is_numeric():
        plain = s.cast(pl.Float64)
        return pl.select(
            amount=plain,
            currency=pl.when(plain.is_not_null()).then(pl.lit(default_currency)),
            bad=plain.is_infinite().fill_null(value=False) | plain.is_nan().fill_null(value=False),
        )
    text = s.cast(pl.String).alias("text")
    unique = text.unique()
    read = _read(unique, default_currency)
    joined = text.to_frame().join(read, on="text", how="left", maintain_order="left", nulls_equal=True)
    return joined.select("amount", "currency", "bad")


def _read(unique: pl.Series, default_currency: str) -> pl.DataFrame:
    known = present(unique)
    bare = known.str.to_uppercase().str.replace_all(r"[\s,，()\[\]]", "")
    words = pl.col("before") + pl.col("after")
    unit = words.str.extract(r"(亿|[百千十]?万|千)", 1).fill_null("")
    currency = words.str.replace(r"(亿|[百千十]?万|千)", "").str.replace(r"^元$|^圆$", "")
    iso = {code: code for code in CURRENCIES.values()} | {"RMB": "CNY", "": default_currency}
    spelled = {f"元{name}": code for name, code in CURRENCIES.items()}
    spelled |= {f"{name}元": code for name, code in CURRENCIES.items()}
    table = CURRENCIES | spelled | iso
    return (
        pl.DataFrame({"text": unique, "known": known, "bare": bare})
        .with_columns(pl.col("bare").str.extract_groups(_NUMBER))
        .unnest("bare")
        .with_columns(
            number=pl.col("number").cast(pl.Float64, strict=False)
            * unit.replace_strict(UNITS, default=None, return_dtype=pl.Float64),
            currency=currency.replace_strict(table, default=None, return_dtype=pl.String),
        )
        .with_columns(good=pl.col("number").is_finite() & pl.col("currency").is_not_null())
        .select(
            "text",
            amount=pl.when("good").then("number"),
            currency=pl.when("good").then("currency"),
            bad=pl.col("known").is_not_null() & ~pl.col("good").fill_null(value=False),
        )
    )
