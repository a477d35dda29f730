"""What an application does not say, and what in it cannot be right: told beside the verdict, which it never
changes. A clean answer to an empty application would be no answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from graph.normalise.codes import credit_codes
from graph.normalise.ids import canonical, resident_ids
from graph.words import Text

MOST_YEARS = 120  # nobody older applies
SURPLUS = 1.001  # shares that add up to more have not only been rounded
LIKE_A_RESIDENT_ID = r"^[1-9]\d{13,19}[\dX]$"  # what was meant for a resident id, whatever its length


@dataclass(frozen=True)
class Remark:
    """One thing to ask the applicant about; `field` is its dotted path in the application."""

    field: str
    words: Text


_MISSING = {
    "firm.address": Text("未提供住所：住所未评估。", "No address: the place was not assessed."),
    "firm.scope": Text("未提供经营范围：经营范围未评估。", "No business scope: it was not assessed."),
    "roles": Text(
        "未提供任何人员：法定代表人、监事等均未评估。", "Nobody in a role: no person was assessed."
    ),
    "holdings": Text("未提供股东：持股未评估。", "No holders: ownership was not assessed."),
    "contacts": Text(
        "未提供电话、邮箱或设备：联系方式未评估。", "No phone, e-mail or device: contacts were not assessed."
    ),
}
_NO_ID = Text(
    "没有证件号码：仅凭姓名无法在登记库中认出此人。",
    "No id number: by the name alone nobody is recognised in the register.",
)
_BAD_ID = Text(
    "证件号码未通过校验（位数、校验位或出生日期有误）：请核对原件；以此号码可能无法认出此人。",
    "The id number fails its check (length, check digit or day of birth): compare it with the original; "
    "whose it is may not be recognised.",
)
_HIDDEN_ID = Text(
    "证件号码被遮盖：以此号码无法认出此人。", "The id number is masked: nobody is recognised by it."
)
_OTHER_BIRTH = Text("出生日期与证件号码中的不一致。", "The day of birth is not the one in the id number.")
_BAD_CODE = Text(
    "统一社会信用代码未通过校验：请核对。", "The credit code fails its check digits: compare it."
)
_FUTURE = Text("日期在将来：请核对。", "The date is in the future: correct it.")
_TOO_OLD = Text(
    f"出生日期距今超过 {MOST_YEARS} 年：请核对。", f"Born more than {MOST_YEARS} years ago: correct it."
)
_SURPLUS = Text("持股比例合计超过 100%：请核对。", "The shares add up to more than 100 %: correct them.")
_OVERPAID = Text("实缴资本大于注册资本：请核对。", "More capital is paid in than was subscribed: correct it.")

Row = Mapping[str, Any]


_Told = Iterator[tuple[str, Text]]


def remarks(sent: Mapping[str, Any], today: date) -> tuple[Remark, ...]:
    """The remarks on an application as JSON (see bootstrap.application); none on a firm of the register."""
    firm = sent.get("firm")
    if not isinstance(firm, Mapping):
        return ()
    told = [*_missing(sent, firm), *_of_firm(firm, today), *_of_people(sent, today), *_of_shares(sent)]
    return tuple(Remark(field, words) for field, words in told)


def _rows(sent: Mapping[str, Any], name: str) -> Sequence[Row]:
    return sent.get(name) or ()


def _missing(sent: Mapping[str, Any], firm: Row) -> _Told:
    for field, words in _MISSING.items():
        table, _, column = field.partition(".")
        if not (firm.get(column) if column else _rows(sent, table)):
            yield field, words


def _of_firm(firm: Row, today: date) -> _Told:
    code = firm.get("firm_id")
    if code and len(code) == 18 and not credit_codes(pl.Series([code]))["valid"][0]:
        yield "firm.firm_id", _BAD_CODE
    if _after(firm.get("registered_on"), today):
        yield "firm.registered_on", _FUTURE
    capital, paid_in = firm.get("capital"), firm.get("paid_in")
    if capital is not None and paid_in is not None and paid_in > capital:
        yield "firm.paid_in", _OVERPAID


def _of_people(sent: Mapping[str, Any], today: date) -> _Told:
    people = [(f"roles.{at}", "person_id", row) for at, row in enumerate(_rows(sent, "roles"))]
    people += [
        (f"holdings.{at}", "holder_id", row)
        for at, row in enumerate(_rows(sent, "holdings"))
        if row.get("holder_type") == "person"
    ]
    written = pl.Series([row.get(column) for _, column, row in people], dtype=pl.String)
    meant = canonical(written).str.contains(LIKE_A_RESIDENT_ID).fill_null(value=False).to_list()
    read = resident_ids(written).select("id_ok", "masked", "birth_date").rows()
    for (path, column, row), as_id, (ok, masked, born) in zip(people, meant, read, strict=True):
        if not row.get(column):
            yield f"{path}.{column}", _NO_ID
        elif masked:
            yield f"{path}.{column}", _HIDDEN_ID
        elif as_id and not ok:
            yield f"{path}.{column}", _BAD_ID
        stated = row.get("birth_date")
        if stated and ok and not born.isoformat().startswith(stated):
            yield f"{path}.birth_date", _OTHER_BIRTH
        if _after(stated, today) or (ok and born > today):
            yield f"{path}.{'birth_date' if stated else column}", _FUTURE
        elif stated and int(stated[:4]) < today.year - MOST_YEARS:
            yield f"{path}.birth_date", _TOO_OLD
    for table in ("roles", "holdings", "contacts"):
        for at, row in enumerate(_rows(sent, table)):
            if _after(row.get("since"), today):
                yield f"{table}.{at}.since", _FUTURE


def _after(day: str | None, today: date) -> bool:
    """Whether a day, month or year, ISO 8601, has not yet begun."""
    return bool(day) and str(day) > today.isoformat()[: len(str(day))]


def _of_shares(sent: Mapping[str, Any]) -> _Told:
    held = [row.get("share") or 0.0 for row in _rows(sent, "holdings") if not row.get("until")]
    if sum(held) > SURPLUS:
        yield "holdings", _SURPLUS
