"""The command line library's complaints about its arguments, in Chinese: by the form of each sentence."""

import re

_VALUES = (
    (r"'?(?P<v>.*?)'? is not a valid (?:integer|int)", "{v} 不是整数"),
    (r"'?(?P<v>.*?)'? is not a valid (?:float|number)", "{v} 不是数字"),
    (r"'?(?P<v>.*?)'? is not a valid (?:boolean|bool)", "{v} 不是 true 或 false"),
    (r"'?(?P<v>.*?)'? is not in the range (?P<r>.*)", "{v} 不在范围 {r} 内"),
    (r"'?(?P<v>.*?)'? is not one of (?P<r>.*)", "{v} 不是可选值 {r} 之一"),
    (r"Input should be (?:less|smaller) than or equal to (?P<r>.*)", "不得大于 {r}"),
    (r"Input should be greater than or equal to (?P<r>.*)", "不得小于 {r}"),
    (r"Input should be greater than (?P<r>.*)", "应大于 {r}"),
    (r"Input should be less than (?P<r>.*)", "应小于 {r}"),
    (r"Input should be a valid integer.*", "不是整数"),
    (r"Input should be a valid number.*", "不是数字"),
)
_SENTENCES = (
    (r"Invalid value for (?P<n>.+?): (?P<v>.*)", "{n} 的值有误：{v}"),
    (r"Invalid value: (?P<v>.*)", "参数值有误：{v}"),
    (r"No such option: (?P<n>\S+)", "没有选项 {n}"),
    (r"No such option: (?P<n>\S+) \(Possible options: (?P<r>.*)\)", "没有选项 {n}，是否为 {r}"),
    (r"No such option: (?P<n>\S+)\.? Did you mean (?P<r>.*)\?", "没有选项 {n}，是否为 {r}"),
    (r"No such command '(?P<n>.*?)'", "没有命令 {n}"),
    (r"No such command '(?P<n>.*?)'\. Did you mean (?P<r>.*)\?", "没有命令 {n}，是否为 {r}"),
    (r"Missing \w+ (?P<n>.+?)\. Choose from:\s*(?P<r>.*)", "缺少必需的参数 {n}，可选 {r}"),
    (r"Missing \w+ (?P<n>.+?)", "缺少必需的参数 {n}"),
    (r"Missing command", "缺少命令"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((?P<n>.*)\)", "多余的参数 {n}"),
    (r"Option '(?P<n>.*?)' does not take a value", "选项 {n} 不带值"),
    (r"Option '(?P<n>.*?)' requires .*", "选项 {n} 缺少值"),
)


def usage_zh(said: str) -> str | None:
    """The complaint in Chinese, None for one of an unknown form."""
    told = _by_form(_SENTENCES, said)
    return told or _by_form(_VALUES, said)


def _by_form(forms: tuple[tuple[str, str], ...], said: str) -> str | None:
    for form, words in forms:
        found = re.fullmatch(form + r"\.?", said.strip().removeprefix("Value error, "), re.DOTALL)
        if found:
            parts = {name: " ".join((part or "").split()) for name, part in found.groupdict().items()}
            if form.startswith("Invalid value"):
                parts["v"] = _by_form(_VALUES, parts["v"]) or parts["v"]
            return words.format(**parts)
    return None
