"""What every command has in common: settings, language, and errors as one sentence and an exit code."""

import json
import os
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.exceptions import TyperException

from bootstrap.command_line_zh import HEADINGS, HELP, USAGE
from bootstrap.language import locale_language
from bootstrap.usage_zh import usage_zh
from graph.errors import InputError, RingwatchError
from graph.system_words import system_words
from graph.words import Lang, Text

if TYPE_CHECKING:
    from bootstrap.settings import Settings

_WRONG_PATH = (FileNotFoundError, NotADirectoryError, IsADirectoryError, FileExistsError)
_INTERRUPTED = 130  # typer's code for Ctrl-C


# The json module's complaints; those not here are told as they are.
_JSON = {
    "Expecting value": "此处应有一个值",
    "Expecting property name enclosed in double quotes": "此处应有双引号括起的名称",
    "Expecting ',' delimiter": "此处应有逗号",
    "Expecting ':' delimiter": "此处应有冒号",
    "Extra data": "此处之后有多余内容",
    "Unterminated string starting at": "字符串没有结束",
    "Invalid control character at": "字符串中有控制字符",
    "Invalid \\escape": "无效的转义符",
    "Illegal trailing comma before end of object": "末尾有多余的逗号",
    "Illegal trailing comma before end of array": "末尾有多余的逗号",
}


class _Speaking:
    """The language of errors: what the arguments ask for, and once settings are read, theirs."""

    lang: Lang = "en"


def start(**given: Any) -> "tuple[Settings, Lang]":
    """Settings with what the command line gave (None is "not given"), logging set up, and the language."""
    from bootstrap.logging import set_up_logging
    from bootstrap.settings import language, load_settings

    settings = load_settings(**given)
    set_up_logging(settings)
    _Speaking.lang = language(settings)
    if settings.threads:  # read by the libraries when a command first imports them
        for library in ("POLARS_MAX_THREADS", "NUMBA_NUM_THREADS"):
            os.environ.setdefault(library, str(settings.threads))
    # numba keeps compiled kernels beside the code; where that cannot be written, in the workspace.
    if not os.access(Path(__file__).parent, os.W_OK):
        os.environ.setdefault("NUMBA_CACHE_DIR", str(settings.workspace.absolute() / "kernels"))
    return settings, _Speaking.lang


def run(app: typer.Typer, arguments: list[str]) -> int:
    """Run one command line; the exit code. Whatever goes wrong is one sentence on standard error."""
    _Speaking.lang = asked_language(arguments)
    command = typer.main.get_command(app)
    if _Speaking.lang == "zh":
        _translate(command)
    try:
        code = command.main(args=arguments, prog_name="ringwatch", standalone_mode=False)
    except TyperException as bad:
        if type(bad).__name__ == "NoArgsIsHelpError":
            return 2  # the help has been shown
        return _fail(_usage(bad), bad.exit_code)
    except RingwatchError as bad:
        return _fail(bad.words, bad.exit_code)
    except BrokenPipeError:  # `ringwatch … | head`: nobody is left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except MemoryError:
        return _fail(Text("内存不足；请换用内存更大的机器。", "Out of memory; use a machine with more."), 1)
    except OSError as bad:
        return _fail(_system(bad), 2 if isinstance(bad, _WRONG_PATH) else 1)
    except Exception as bad:
        return _fail(_broken(bad), 1)
    if code == _INTERRUPTED:
        return _fail(Text("已中断；已发布的结果未受影响。", "Interrupted; what was published stands."), 1)
    return code if isinstance(code, int) else 0


def asked_language(arguments: list[str]) -> Lang:
    """The language for help and usage errors, which are worded before any option is parsed."""
    asked = [os.environ.get("RINGWATCH_LANG", "auto")]
    for here, after in pairwise([*arguments, ""]):
        if here == "--lang":
            asked.append(after)
        elif here.startswith("--lang="):
            asked.append(here.removeprefix("--lang="))
    known = [lang for lang in asked if lang in ("auto", "zh", "en")]
    return known[-1] if known and known[-1] != "auto" else locale_language()  # type: ignore[return-value]


def read_json(file: Path) -> dict[str, Any]:
    """An object from a JSON file, or standard input for `-`. Raises InputError with the place."""
    name = Text("标准输入", "standard input") if str(file) == "-" else Text(str(file), str(file))
    try:
        sent = json.loads(sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig"))
    except OSError as bad:
        raise InputError(
            f"{name.en} cannot be read ({system_words(bad).en}); name a JSON file.",
            f"{name.zh} 无法读取（{system_words(bad).zh}）；请指定 JSON 文件。",
        ) from None
    except UnicodeDecodeError:
        raise InputError(
            f"{name.en} is not UTF-8; save it as UTF-8.", f"{name.zh} 不是 UTF-8；请另存为 UTF-8。"
        ) from None
    except json.JSONDecodeError as bad:
        raise InputError(
            f"{name.en} is not JSON at line {bad.lineno}, column {bad.colno} ({bad.msg}); correct it there.",
            f"{name.zh} 第 {bad.lineno} 行第 {bad.colno} 列不是有效的 JSON（"
            f"{_JSON.get(bad.msg, bad.msg)}）；请改正该处。",
        ) from None
    if not isinstance(sent, dict):
        raise InputError(
            f"{name.en} holds no JSON object; see docs/api.md.", f"{name.zh} 不是 JSON 对象；见 docs/api.md。"
        )
    return sent


def _fail(words: Text, code: int) -> int:
    sys.stdout.flush()
    sys.stderr.write(f"ringwatch: {words.in_(_Speaking.lang)}\n")
    return code


def _usage(bad: TyperException) -> Text:
    said = bad.format_message().rstrip(".").replace("Value error, ", "")
    heading = USAGE.get(type(bad).__name__, USAGE["UsageError"])
    zh = usage_zh(said) or f"{heading}（{said}）"
    return Text(f"{zh}；用法见 ringwatch --help。", f"{said}; see ringwatch --help.")


def _system(bad: OSError) -> Text:
    where = f" ({bad.filename})" if bad.filename else ""
    if isinstance(bad, _WRONG_PATH):
        told = system_words(bad)
        return Text(f"{told.zh}{where}；请更正路径。", f"{told.en}{where}; correct the path.")
    return Text(
        f"系统错误：{system_words(bad).zh}{where}；请检查磁盘空间与权限。",
        f"{system_words(bad).en}{where}; check the disk's space and permissions.",
    )


def _broken(bad: Exception) -> Text:
    """An error of ours: its kind and place, never its message (which may hold personal data)."""
    import structlog

    structlog.get_logger().debug("run failed", exc_info=bad)
    trace = bad.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    kind = type(bad).__name__
    return Text(
        f"程序出错（{kind}，{place}）；请设 RINGWATCH_LOG_LEVEL=debug 重新运行并报告。",
        f"ringwatch itself failed ({kind} at {place}); run again with RINGWATCH_LOG_LEVEL=debug and report.",
    )


def _translate(command: Any) -> None:
    """Put the help of a command and all below it into Chinese."""
    from typer import rich_utils

    for heading, chinese in HEADINGS.items():
        setattr(rich_utils, heading, chinese)
    command.help = HELP.get(command.help, command.help)
    for parameter in [*command.params, command.get_help_option(typer.Context(command))]:
        parameter.help = HELP.get(parameter.help, parameter.help)
    for below in getattr(command, "commands", {}).values():
        _translate(below)
