"""Files that take their name only when they are whole, and the folders they go to."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import polars as pl

from graph.errors import UsageError
from graph.system_words import system_error


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write that is `path` when the body is done: what stood there stays until then, and for good
    when the body raises. What is no regular file, such as a device, is written as it is.

    Raises UsageError when `path` is a folder or its folder is not there.
    """
    if path.is_dir():
        raise UsageError(
            f"{path} is a folder; name the file to write.", f"{path} 是文件夹；请给出要写入的文件名。"
        )
    if path.exists() and not path.is_file():
        with path.open("wb") as file, _as_system_error():
            yield file
        return
    path = path.resolve()  # a link stays one
    _require(path.parent)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file, _as_system_error():
            yield file
        draft.replace(path)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


@contextmanager
def _as_system_error() -> Iterator[None]:
    """Polars tells some refusals of the disk as errors of its own."""
    try:
        yield
    except pl.exceptions.PolarsError as bad:
        refused = system_error(bad)
        if refused is None:
            raise
        raise refused from bad


def writable_folder(path: Path) -> None:
    """Raises UsageError when the folder to write is a file, or the folder that it should lie in is not there:
    a slip in a path must not make a tree."""
    if path.exists() and not path.is_dir():
        raise UsageError(
            f"{path} is a file; name a folder to write.", f"{path} 是文件；请给出要写入的文件夹。"
        )
    _require(path.absolute().parent)


def _require(folder: Path) -> None:
    if not folder.is_dir():
        raise UsageError(
            f"There is no folder {folder}; make it, or correct the path to write.",
            f"没有文件夹 {folder}；请先建立，或更正要写入的路径。",
        )
