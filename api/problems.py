"""Every error as RFC 9457 problem details, in the caller's language and in both."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import Scope

from api.language import language_of
from bootstrap.validation_words import field_errors
from graph.errors import (
    Busy,
    Gone,
    InputError,
    NotFound,
    NotPublished,
    RingwatchError,
    StoreError,
    SweepError,
    UsageError,
    WrongKey,
)
from graph.words import Text

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:ringwatch:problem:"


class Problem(Enum):
    """Each kind of problem: its HTTP status and title; its type ends in the name in lower case."""

    BAD_REQUEST = (400, Text("请求无法识别", "The request cannot be understood"))
    NOT_FOUND = (404, Text("没有此项", "Not found"))
    METHOD_NOT_ALLOWED = (405, Text("不支持该方法", "Method not allowed"))
    BUSY = (409, Text("正在处理另一任务", "Another run is at work"))
    GONE = (410, Text("已被新的结果替换", "Replaced by a newer sweep"))
    TOO_LARGE = (413, Text("请求内容过大", "The request is too large"))
    NOT_JSON = (415, Text("请求不是 JSON", "The request is not JSON"))
    INVALID_INPUT = (422, Text("输入有误", "The input is invalid"))
    FAILED = (500, Text("服务内部错误", "The service failed"))
    WRONG_KEY = (503, Text("身份密钥不符", "The identity key does not fit"))
    STORE_UNAVAILABLE = (503, Text("数据库不可用", "The store cannot be used"))
    NOT_PUBLISHED = (503, Text("尚未发布任何结果", "Nothing has been published yet"))

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.value[0]

    @property
    def title(self) -> Text:
        """A short name of the kind of problem."""
        return self.value[1]

    @property
    def type(self) -> str:
        """The URI that identifies the kind of problem."""
        return TYPE_PREFIX + self.name.lower().replace("_", "-")


class FieldError(NamedTuple):
    """One field of the request that is wrong: a dotted path and why. Never its value: it may be personal."""

    field: str
    words: Text


# The first class that matches decides; RingwatchError itself comes last.
STATUS_OF: tuple[tuple[type[RingwatchError], Problem], ...] = (
    (Gone, Problem.GONE),
    (NotPublished, Problem.NOT_PUBLISHED),
    (WrongKey, Problem.WRONG_KEY),
    (StoreError, Problem.STORE_UNAVAILABLE),
    (NotFound, Problem.NOT_FOUND),
    (InputError, Problem.INVALID_INPUT),
    (UsageError, Problem.BAD_REQUEST),
    (Busy, Problem.BUSY),
    (SweepError, Problem.FAILED),
    (RingwatchError, Problem.FAILED),
)
RETRY_AFTER = {Problem.NOT_PUBLISHED: "30", Problem.STORE_UNAVAILABLE: "10", Problem.BUSY: "60"}  # seconds

UNEXPECTED = Text(
    "服务遇到未预料的错误；请稍后再试，若再次出现请把 instance 与时间告知管理员。",
    "The service met an unexpected error; try again later, and if it happens again tell the operator "
    "the instance and the time.",
)
NO_SUCH_PAGE = Text(
    "没有这个地址；可用的地址见 /v1/openapi.json。",
    "There is no such address; /v1/openapi.json lists those there are.",
)
WRONG_METHOD = Text(
    "该地址不支持此方法；允许的方法见 Allow。",
    "This address does not take that method; see the Allow header.",
)
NOT_JSON = Text(
    "请以 JSON 发送申请，并注明 Content-Type: application/json。",
    "Send the application as JSON, with Content-Type: application/json.",
)
NOT_UTF8 = Text(
    "请求内容不是 UTF-8（可能是 GBK）；请以 UTF-8 发送 JSON。",
    "The request's body is not UTF-8 (it may be GBK); send the JSON as UTF-8.",
)
CANNOT_BE_READ = Text("请求无法识别。", "The request cannot be understood.")


def place(scope: Scope) -> str:
    """The address asked for with its parameters by name, `/v1/firms/{firm_id}`; `/` where there is none such.

    Never as it was sent: a caller may have put anything in it.
    """
    if "route" not in scope:
        return "/"
    names = {value: f"{{{name}}}" for name, value in scope["path_params"].items()}
    return "/".join(names.get(part, part) for part in scope["path"].split("/"))


def problem(
    request: Request,
    kind: Problem,
    words: Text,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """The problem details of one error."""
    lang = language_of(request)
    content: dict[str, object] = {
        "type": kind.type,
        "title": kind.title.in_(lang),
        "status": kind.status,
        "detail": words.in_(lang),
        "detail_zh": words.zh,
        "detail_en": words.en,
        "instance": place(request.scope),
    }
    if errors:
        content["errors"] = [
            {"field": e.field, "detail": e.words.in_(lang), "detail_zh": e.words.zh, "detail_en": e.words.en}
            for e in errors
        ]
    more = {
        "Content-Language": lang,
        "Vary": "Accept-Language",
        "Cache-Control": "no-store",
        **(headers or {}),
    }
    if kind in RETRY_AFTER:
        more["Retry-After"] = RETRY_AFTER[kind]
    return JSONResponse(content, kind.status, more, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Answer every expected error of `app` with problem details; protection.AnswerFailures has the rest."""
    app.add_exception_handler(RingwatchError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


async def _ours(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RingwatchError)
    kind = next(kind for cls, kind in STATUS_OF if isinstance(error, cls))
    field = error.field if isinstance(error, InputError) else None
    return problem(request, kind, error.words, [FieldError(field, error.words)] if field else ())


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    if request.method == "POST" and "json" not in request.headers.get("content-type", ""):
        return problem(request, Problem.NOT_JSON, NOT_JSON)
    errors = [FieldError(field, words) for field, words in field_errors(error.errors())]
    shown = (
        "、".join(dict.fromkeys(e.field for e in errors[:5])),
        ", ".join(dict.fromkeys(e.field for e in errors[:5])),
    )
    words = Text(
        f"请求中有 {len(errors)} 处不符合要求：{shown[0]}。",
        f"The request is wrong in {shown[1]}; see errors.",
    )
    return problem(request, Problem.INVALID_INPUT, words, errors)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    kind, words = {
        404: (Problem.NOT_FOUND, NO_SUCH_PAGE),
        405: (Problem.METHOD_NOT_ALLOWED, WRONG_METHOD),
    }.get(error.status_code, (Problem.BAD_REQUEST, CANNOT_BE_READ))
    if isinstance(error.__cause__, UnicodeDecodeError):
        words = NOT_UTF8
    return problem(request, kind, words, headers=error.headers)
