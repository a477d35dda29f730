"""BLAKE2b (RFC 7693) of a whole column at once, bit for bit as hashlib has it.

hashlib is called once per text, which is a tenth of an ingest for millions of keys and ids.
"""

import hashlib

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from graph.jit import kernel
from graph.normalise.codepoints import Bytes, Spans, buffers

Words = npt.NDArray[np.uint64]
_BLOCK = 128  # bytes
# RFC 7693, 2.6: the fractional parts of the square roots of the first eight primes.
_IV = np.array(
    [
        0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
        0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
    ],
    np.uint64,
)  # fmt: skip
# RFC 7693, 2.7: the order of the message words in each round; the last two repeat the first two.
_SIGMA = np.array(
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
        [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
        [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
        [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
        [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
        [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
        [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
        [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
        [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    ],
    np.uint8,
)
_HEX = np.frombuffer(b"0123456789abcdef", np.uint8)


@kernel
def _turn(x: np.uint64, n: int) -> np.uint64:
    return np.uint64((x >> np.uint64(n)) | (x << np.uint64(64 - n)))


@kernel
def _mix(
    a: np.uint64, b: np.uint64, c: np.uint64, d: np.uint64, x: np.uint64, y: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """RFC 7693, 3.1: the function G."""
    a = a + b + x
    d = _turn(d ^ a, 32)
    c = c + d
    b = _turn(b ^ c, 24)
    a = a + b + y
    d = _turn(d ^ a, 16)
    c = c + d
    b = _turn(b ^ c, 63)
    return a, b, c, d


@kernel
def _compress(h: Words, m: Words, count: int, last: bool) -> None:
    """RFC 7693, 3.2: the function F, in place; `count` bytes were fed with this block."""
    v0, v1, v2, v3, v4, v5, v6, v7 = h[0], h[1], h[2], h[3], h[4], h[5], h[6], h[7]
    v8, v9, v10, v11 = _IV[0], _IV[1], _IV[2], _IV[3]
    v12, v13, v14, v15 = _IV[4] ^ np.uint64(count), _IV[5], _IV[6], _IV[7]
    if last:
        v14 = ~v14
    for r in range(12):
        s = _SIGMA[r]
        v0, v4, v8, v12 = _mix(v0, v4, v8, v12, m[s[0]], m[s[1]])
        v1, v5, v9, v13 = _mix(v1, v5, v9, v13, m[s[2]], m[s[3]])
        v2, v6, v10, v14 = _mix(v2, v6, v10, v14, m[s[4]], m[s[5]])
        v3, v7, v11, v15 = _mix(v3, v7, v11, v15, m[s[6]], m[s[7]])
        v0, v5, v10, v15 = _mix(v0, v5, v10, v15, m[s[8]], m[s[9]])
        v1, v6, v11, v12 = _mix(v1, v6, v11, v12, m[s[10]], m[s[11]])
        v2, v7, v8, v13 = _mix(v2, v7, v8, v13, m[s[12]], m[s[13]])
        v3, v4, v9, v14 = _mix(v3, v4, v9, v14, m[s[14]], m[s[15]])
    h[0] ^= v0 ^ v8
    h[1] ^= v1 ^ v9
    h[2] ^= v2 ^ v10
    h[3] ^= v3 ^ v11
    h[4] ^= v4 ^ v12
    h[5] ^= v5 ^ v13
    h[6] ^= v6 ^ v14
    h[7] ^= v7 ^ v15


@kernel
def _digests(data: Bytes, offsets: Spans, front: Bytes, start: Words, size: int, out: Bytes) -> None:
    """The digests of `front` + each text as `2 * size` hex digits, at the end of the rows of `out`."""
    # What of `front` fills whole blocks is the same for all texts, so it is compressed once.
    ahead = len(front) // _BLOCK * _BLOCK
    block = np.zeros(_BLOCK, np.uint8)
    words = block.view(np.uint64)
    h_ahead = start.copy()
    for i in range(0, ahead, _BLOCK):
        block[:] = front[i : i + _BLOCK]
        _compress(h_ahead, words, i + _BLOCK, False)
    h = start.copy()
    result = h.view(np.uint8)
    for row in range(len(offsets) - 1):
        begin = offsets[row]
        total = len(front) + offsets[row + 1] - begin
        # The last block is closed differently, so it must not be among those compressed ahead.
        at = ahead if total > ahead else 0
        h[:] = h_ahead if total > ahead else start
        while True:
            filled = min(_BLOCK, total - at)
            for i in range(filled):
                block[i] = front[at + i] if at + i < len(front) else data[begin + at + i - len(front)]
            block[filled:] = 0
            at += filled
            _compress(h, words, at, at == total)
            if at == total:
                break
        into = out.shape[1] - 2 * size
        for i in range(size):
            out[row, into + 2 * i] = _HEX[result[i] >> 4]
            out[row, into + 2 * i + 1] = _HEX[result[i] & 15]


def hex_digests(
    texts: pl.Series, *, size: int, front: str = "", key: bytes = b"", label: str = ""
) -> pl.Series:
    """`label` and 2 · `size` hex digits of BLAKE2b of `front` + each text, none of which is null.

    `size` is that of the digest in bytes; `key` makes it a keyed one (at most 64 bytes; a longer one is
    hashed first, as HMAC does), and takes the place of `front`.
    """
    if len(key) > 64:
        key = hashlib.blake2b(key).digest()
    before = key.ljust(_BLOCK, b"\0") if key else front.encode()
    start = _IV.copy()
    start[0] ^= np.uint64(0x01010000 ^ len(key) << 8 ^ size)
    data, offsets = buffers(texts)
    label_bytes = np.frombuffer(label.encode(), np.uint8)
    width = len(label_bytes) + 2 * size
    out: Bytes = np.empty((len(texts), width), np.uint8)
    out[:, : len(label_bytes)] = label_bytes
    _digests(data, offsets, np.frombuffer(before, np.uint8), start, size, out)
    ends = pa.py_buffer(np.arange(0, (len(texts) + 1) * width, width, dtype=np.int64))
    column = pa.LargeStringArray.from_buffers(len(texts), ends, pa.py_buffer(out))
    return pl.Series(texts.name, column, dtype=pl.String)
