"""What every answer passes through: limits on what is sent in, headers that protect the page, and 304."""

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import UNEXPECTED, Problem, place, problem
from graph.words import Text

MAX_BODY = 256 * 1024  # bytes

# The page loads nothing from elsewhere and runs nothing inline.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",  # ask again each time; the ETag makes it cheap
}
TOO_LARGE = Text(
    f"请求内容超过 {MAX_BODY // 1024} kB；请减少人员、持股或联系方式的行数。",
    f"The request is larger than {MAX_BODY // 1024} kB; send fewer roles, holdings or contacts.",
)


class LimitBody:
    """Refuse a request body above MAX_BODY, whether it declares its length or not."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        body, more = b"", declared.isdecimal() and int(declared) <= MAX_BODY and scope["method"] == "POST"
        too_large = declared.isdecimal() and int(declared) > MAX_BODY
        while more and not too_large:
            message = await receive()
            if message["type"] != "http.request":
                return  # the caller has gone
            body += message.get("body", b"")
            more, too_large = message.get("more_body", False), len(body) > MAX_BODY
        if too_large:
            await problem(Request(scope), Problem.TOO_LARGE, TOO_LARGE)(scope, receive, send)
            return
        given = False

        async def again() -> Message:
            nonlocal given
            if given or scope["method"] != "POST":
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self.app(scope, again, send)


class AnswerFailures:
    """Turn what nobody expected into a problem and one log line, so that no traceback reaches a caller."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception:
            structlog.get_logger().exception("request_failed", method=scope["method"], path=place(scope))
            if started:
                raise
            await problem(Request(scope), Problem.FAILED, UNEXPECTED)(scope, receive, send)


class ProtectAnswers:
    """Set HEADERS on every answer, take HEAD as GET, and send 304 for what the caller holds already.

    (RFC 9110, sections 9.3.2 and 13.1.2)
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        held = Headers(scope=scope).get("if-none-match", "")
        if scope["method"] == "HEAD":  # as GET; the server leaves the body out
            scope = {**scope, "method": "GET"}
        unchanged = False

        async def guarded(message: Message) -> None:
            nonlocal unchanged
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                unchanged = message["status"] == 200 and same_tag(held, headers.get("etag"))
                if unchanged:
                    message["status"] = 304
                    del headers["content-length"]
                    del headers["content-type"]
            elif unchanged and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app(scope, receive, guarded)


def same_tag(held: str, tag: str | None) -> bool:
    """Whether If-None-Match names the entity tag, by weak comparison."""
    if not held or tag is None:
        return False
    tags = {part.strip().removeprefix("W/") for part in held.split(",")}
    return "*" in tags or tag.removeprefix("W/") in tags
