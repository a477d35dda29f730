"""Reference frames (`graph.published.REFERENCE`) as the bytes in which stores keep them."""

import io

import polars as pl

from graph.published import REFERENCE, Publication


def packed(publication: Publication) -> dict[str, bytes]:
    """Each frame as a Parquet file, the same bytes for the same frame."""
    out = {}
    for name, schema in REFERENCE.items():
        file = io.BytesIO()
        publication.reference.get(name, pl.DataFrame(schema=schema)).write_parquet(file, compression="zstd")
        out[name] = file.getvalue()
    return out


def unpacked(data: bytes) -> pl.DataFrame:
    """The frame out of `packed`."""
    return pl.read_parquet(io.BytesIO(data))
