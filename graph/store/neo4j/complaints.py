"""What the driver's errors mean in plain words; never with its text, in which a server quotes values."""

from neo4j.exceptions import (
    ConfigurationError,
    ConnectionPoolError,
    DriverError,
    Forbidden,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
    UnsupportedServerProduct,
)

from graph.errors import OutcomeUnknown, StoreError, StoreUnavailable

_READ_ONLY = (
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase",
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase",
    "Neo.ClientError.General.ReadOnly",
)
_NO_DATABASE = "Neo.ClientError.Database.DatabaseNotFound"
_TIMED_OUT = "Neo.ClientError.Transaction.TransactionTimedOut"
_SECURITY = "Neo.ClientError.Security."
_NO_INDEX = "no such fulltext schema index"


def of(error: DriverError | Neo4jError, server: str, user: str, database: str) -> StoreError:
    """Our error for one of the driver's; `server` is the address without credentials."""
    if isinstance(error, DriverError):
        return _of_driver(error, server)
    code = error.code or ""
    if isinstance(error, Forbidden) or code in _READ_ONLY:
        return StoreError(
            f"The Neo4j server at {server} refuses to write: user {user} or database {database} may "
            "only read; give a user with write access, or make the database writable.",
            f"Neo4j 服务器 {server} 拒绝写入：用户 {user} 或数据库 {database} 只能读取；"
            "请改用有写权限的用户，或将数据库设为可写。",
        )
    if code.startswith(_SECURITY):
        return StoreError(
            f"The Neo4j server at {server} does not accept user {user} with this password; "
            "correct RINGWATCH_NEO4J_USER and RINGWATCH_NEO4J_PASSWORD (or the file of …_PASSWORD_FILE).",
            f"Neo4j 服务器 {server} 不接受用户 {user} 的密码；请改正 RINGWATCH_NEO4J_USER 和 "
            "RINGWATCH_NEO4J_PASSWORD（或 …_PASSWORD_FILE 所指的文件）。",
        )
    if code == _NO_DATABASE:
        return StoreError(
            f"The Neo4j server at {server} has no database {database}; correct RINGWATCH_NEO4J_DATABASE.",
            f"Neo4j 服务器 {server} 上没有数据库 {database}；请改正 RINGWATCH_NEO4J_DATABASE。",
        )
    if _NO_INDEX in (error.message or ""):
        return not_searchable(server)
    if code.startswith(_TIMED_OUT):
        return StoreUnavailable(
            f"The Neo4j server at {server} took too long and was stopped; ask again when it is less busy, "
            "or raise RINGWATCH_NEO4J_TIMEOUT.",
            f"Neo4j 服务器 {server} 用时过长，已中止；请在其空闲时重试，或调大 RINGWATCH_NEO4J_TIMEOUT。",
        )
    if isinstance(error, TransientError):
        return StoreUnavailable(
            f"The Neo4j server at {server} cannot do this for now ({code}); try again in a moment.",
            f"Neo4j 服务器 {server} 暂时无法完成（{code}）；请稍后重试。",
        )
    return StoreError(
        f"The Neo4j server at {server} answered with an error ({code}); see its debug.log.",
        f"Neo4j 服务器 {server} 返回错误（{code}）；请查看其 debug.log。",
    )


def _of_driver(error: DriverError, server: str) -> StoreError:
    match error:
        case IncompleteCommit():
            return OutcomeUnknown(
                f"The Neo4j server at {server} went away during a commit, which was done wholly or not "
                "at all; run again what was writing.",
                f"Neo4j 服务器 {server} 在提交时断开，该次写入要么全部完成、要么完全未做；请重新运行。",
            )
        case ServiceUnavailable() | SessionExpired() | ConnectionPoolError():
            return StoreUnavailable(
                f"The Neo4j server at {server} cannot be reached; start it or correct RINGWATCH_STORE, "
                "then try again (a service does so with the next request).",
                f"无法连接 Neo4j 服务器 {server}；请启动该服务器或改正 RINGWATCH_STORE，"
                "然后重试（服务会在下一次请求时自动重试）。",
            )
        case UnsupportedServerProduct():
            return unsupported(server, "")
        case ConfigurationError():
            return bad_address(server)
        case _:
            return StoreError(
                f"The connection to the Neo4j server at {server} failed ({type(error).__name__}); try again.",
                f"与 Neo4j 服务器 {server} 的连接出错（{type(error).__name__}）；请重试。",
            )


def bad_address(server: str) -> StoreError:
    """The address is none that the driver understands."""
    return StoreError(
        f"{server} is no address of a Neo4j server; write RINGWATCH_STORE as neo4j://host:7687.",
        f"{server} 不是 Neo4j 服务器地址；RINGWATCH_STORE 应写作 neo4j://主机:7687。",
    )


def unsupported(server: str, version: str, least: tuple[int, int] = (5, 26)) -> StoreError:
    """The server is older than what this program speaks to; `version` may be unknown."""
    wanted = ".".join(map(str, least))
    return StoreError(
        f"The Neo4j server at {server} is of version {version or 'unknown'}; "
        f"{wanted} or later is needed: upgrade the server.",
        f"Neo4j 服务器 {server} 的版本为 {version or '未知'}，需要 {wanted} 或更高版本；请升级服务器。",
    )


def not_searchable(server: str) -> StoreUnavailable:
    """A full-text index is not there or not yet built."""
    return StoreUnavailable(
        f"The full-text indexes of the Neo4j server at {server} are still being built; "
        "search again in a moment.",
        f"Neo4j 服务器 {server} 的全文索引仍在构建；请稍后再搜索。",
    )
