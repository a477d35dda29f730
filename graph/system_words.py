"""What the system says when it refuses, in both languages."""

import errno
import os
import re

from graph.words import Text

_CHINESE = {
    errno.ENOSPC: "磁盘空间不足",
    errno.EFBIG: "文件过大",
    errno.EDQUOT: "磁盘配额已用完",
    errno.ENOENT: "没有该文件或文件夹",
    errno.EEXIST: "同名文件已存在",
    errno.ENOTDIR: "不是文件夹",
    errno.EISDIR: "是文件夹",
    errno.ENOTEMPTY: "文件夹不为空",
    errno.EACCES: "没有权限",
    errno.EPERM: "不允许此操作",
    errno.EROFS: "文件系统只读",
    errno.ENAMETOOLONG: "文件名过长",
    errno.EIO: "读写错误",
    errno.EMFILE: "打开的文件过多",
    errno.EADDRINUSE: "地址已被占用",
    errno.EADDRNOTAVAIL: "本机没有该地址",
    errno.ECONNREFUSED: "连接被拒绝",
    errno.ETIMEDOUT: "连接超时",
}
_NUMBERED = re.compile(r"os error (\d+)")  # how polars passes it on, without errno


def system_error(error: Exception) -> OSError | None:
    """The refusal of the system behind a library's own error; None where there is none."""
    told = _NUMBERED.search(str(error))
    return OSError(int(told[1]), os.strerror(int(told[1]))) if told else None


def system_words(error: OSError) -> Text:
    """Why, without the file's name; the system's number where nothing else is known."""
    told = _NUMBERED.search(str(error))
    number = error.errno or (int(told[1]) if told else None)
    if number is None:
        # As getaddrinfo and some libraries raise it: only words, which may be anything.
        said = error.strerror or type(error).__name__
        return Text(said, said)
    said = os.strerror(number)
    return Text(_CHINESE.get(number, f"系统错误 {number}"), said)
