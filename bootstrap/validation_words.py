"""pydantic's complaints in both languages, each with the path of the field it is about."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from graph.words import Text

# By pydantic's error type; the fields are of its `ctx`. Values the caller sent are never repeated.
WORDS: dict[str, Text] = {
    "missing": Text("缺少必填项。", "is required."),
    "extra_forbidden": Text("没有这个字段。", "is not a known field."),
    "json_invalid": Text("不是有效的 JSON。", "is not valid JSON."),
    "string_type": Text("应为文本。", "must be text."),
    "string_too_short": Text("至少 {min_length} 个字符。", "must have at least {min_length} characters."),
    "string_too_long": Text("最多 {max_length} 个字符。", "must have at most {max_length} characters."),
    "string_pattern_mismatch": Text("格式不符。", "does not have the expected form."),
    "int_type": Text("应为整数。", "must be a whole number."),
    "int_parsing": Text("应为整数。", "must be a whole number."),
    "int_from_float": Text("应为整数。", "must be a whole number."),
    "float_type": Text("应为数字。", "must be a number."),
    "float_parsing": Text("应为数字。", "must be a number."),
    "finite_number": Text("应为有限的数字。", "must be a finite number."),
    "bool_type": Text("应为 true 或 false。", "must be true or false."),
    "bool_parsing": Text("应为 true 或 false。", "must be true or false."),
    "greater_than": Text("应大于 {gt}。", "must be greater than {gt}."),
    "greater_than_equal": Text("不得小于 {ge}。", "must be at least {ge}."),
    "less_than": Text("应小于 {lt}。", "must be less than {lt}."),
    "less_than_equal": Text("不得大于 {le}。", "must be at most {le}."),
    "literal_error": Text("应为其中之一：{expected}。", "must be one of {expected}."),
    "enum": Text("应为其中之一：{expected}。", "must be one of {expected}."),
    "list_type": Text("应为列表。", "must be a list."),
    "too_long": Text("最多 {max_length} 项。", "must have at most {max_length} items."),
    "too_short": Text("至少 {min_length} 项。", "must have at least {min_length} items."),
    "date_type": Text("应为日期，如 2019-03-01。", "must be a date like 2019-03-01."),
    "model_type": Text("应为 JSON 对象。", "must be a JSON object."),
    "model_attributes_type": Text("应为 JSON 对象。", "must be a JSON object."),
    "dict_type": Text("应为 JSON 对象。", "must be a JSON object."),
}
A_DATE = WORDS["date_type"]
OTHERWISE = Text("取值不符合要求。", "is not a value that can be used here.")
BODY = "body"


def field_errors(errors: Sequence[Any]) -> Iterator[tuple[str, Text]]:
    """(field, words) of each complaint of a RequestValidationError."""
    for error in errors:
        yield path(error["loc"], error["type"]), words(error["type"], error.get("ctx", {}))


def path(location: Iterable[object], kind: str = "") -> str:
    """`("body", "roles", 0, "role")` as `roles.0.role`; the whole body is `body`."""
    parts = list(location)[1:]
    if kind == "json_invalid":  # its location is a character offset, not a field
        return BODY
    return ".".join(map(str, parts)) or BODY


def words(kind: str, context: Mapping[str, Any]) -> Text:
    """One complaint in both languages."""
    known = A_DATE if kind.startswith("date") else WORDS.get(kind, OTHERWISE)
    zh = {name: str(value).replace(" or ", "、").replace(", ", "、") for name, value in context.items()}
    return Text(known.zh.format(**zh), known.en.format(**context))
