"""The bytes of a text file as UTF-8, piece by piece: the encoding is found where the first Chinese stands."""

import codecs
from pathlib import Path
from typing import BinaryIO

from graph.readers.chinese_encoding import CODEC, chinese_encoding
from graph.readers.csv_file import encoding_of

_JUDGED = 10_000  # lines of the first piece that is not plain ASCII


class Utf8Stream:
    """Reads a file once, from its beginning to its end; `name` is for messages.

    Bytes that do not fit the encoding stay as they are. Old Macintosh line ends become line feeds.
    """

    def __init__(self, file: BinaryIO, name: Path, size: int) -> None:
        self.encoding = "utf-8"
        self.bytes_read = 0
        self._file, self._name, self._size = file, name, size
        self._decoder: codecs.IncrementalDecoder | None = None
        self._settled = False
        self._old_line_ends: bool | None = None

    def read(self) -> bytes:
        """The next piece, about `size` bytes; empty at the end. Raises InputError for UTF-16 or no text."""
        raw = self._file.read(self._size)
        if self.bytes_read == 0 and raw:
            encoding_of(self._name, raw)  # refuses what is no text; the rows tell more than a header does
            self._old_line_ends = b"\n" not in raw and b"\r" in raw
        self.bytes_read += len(raw)
        if not self._settled and not raw.isascii():
            self._settle(raw)
        if self._decoder is not None:
            text = self._decoder.decode(raw, final=not raw)
            raw = text.encode("utf-8", errors="surrogateescape")
        return raw.replace(b"\r", b"\n") if self._old_line_ends else raw

    def _settle(self, raw: bytes) -> None:
        """UTF-8, unless most lines that are not plain ASCII are none."""
        ends = b"\r" if self._old_line_ends else b"\n"
        lines = raw.split(ends, _JUDGED)
        wide = [line for line in lines[:-1] or lines if not line.isascii()] or [lines[-1]]
        bad = sum(not _is_utf8(line) for line in wide)
        if bad * 2 > len(wide):
            self.encoding = chinese_encoding(b"\n".join(wide))
            self._decoder = codecs.getincrementaldecoder(CODEC[self.encoding])(errors="surrogateescape")
        self._settled = True


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        return len(line) - error.start < 4 and error.reason == "unexpected end of data"
    return True
