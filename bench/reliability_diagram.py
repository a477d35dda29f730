"""A reliability diagram as SVG: what scores said, and how often they were right."""

import numpy as np
from numpy.typing import NDArray

from detectors.measures import LEAST_SCORE, reliability

SIDE, MARGIN = 360, 48
COLOURS = {"before": "#b8860b", "after": "#1f5fa8"}
Floats = NDArray[np.float64]


def _at(x: float, y: float) -> str:
    return f"{MARGIN + x * SIDE:.1f},{MARGIN + (1.0 - y) * SIDE:.1f}"


def _line(name: str, score: Floats, fake: NDArray[np.bool_]) -> str:
    high = score >= LEAST_SCORE
    total, said, was = reliability(score[high], fake[high], np.ones(int(high.sum())))
    some = np.flatnonzero(total > 0)
    points = " ".join(_at(said[b], was[b]) for b in some)
    dots = "".join(
        f'<circle cx="{_at(said[b], was[b]).split(",")[0]}" cy="{_at(said[b], was[b]).split(",")[1]}" '
        f'r="{2.0 + np.sqrt(total[b] / total.sum()) * 10:.1f}" fill="{COLOURS[name]}" fill-opacity="0.6"/>'
        for b in some
    )
    return f'<polyline points="{points}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>{dots}'


def diagram(before: Floats, after: Floats, fake: NDArray[np.bool_]) -> str:
    """Both curves over the diagonal; the area of a dot grows with its share of the scores of at least 0.1."""
    ticks = "".join(
        f'<text x="{MARGIN + t * SIDE:.1f}" y="{MARGIN + SIDE + 18}" text-anchor="middle">{t:.1f}</text>'
        f'<text x="{MARGIN - 8}" y="{MARGIN + (1 - t) * SIDE + 4:.1f}" text-anchor="end">{t:.1f}</text>'
        for t in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    )
    width, middle = SIDE + 2 * MARGIN, MARGIN + SIDE / 2
    words = {"before": "决定之前 before", "after": "200 件决定之后 after 200 decisions"}
    legend = "".join(
        f'<text x="{MARGIN + 12}" y="{MARGIN + 22 + 18 * i}" fill="{COLOURS[name]}">{word}</text>'
        for i, (name, word) in enumerate(words.items())
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {width}" width="{width}" '
        f'height="{width}" font-family="sans-serif" font-size="12">'
        f'<rect width="{width}" height="{width}" fill="white"/>'
        f'<rect x="{MARGIN}" y="{MARGIN}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#888"/>'
        f'<polyline points="{_at(0, 0)} {_at(1, 1)}" stroke="#888" stroke-dasharray="4"/>'
        f"{_line('before', before, fake)}{_line('after', after, fake)}{ticks}{legend}"
        f'<text x="{middle}" y="{width - 8}" text-anchor="middle">评分 score</text>'
        f'<text x="14" y="{middle}" text-anchor="middle" transform="rotate(-90 14 {middle})">'
        "实为虚假的占比 share that was false</text></svg>\n"
    )
