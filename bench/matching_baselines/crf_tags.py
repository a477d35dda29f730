"""Runs in the environment "chinese": a conditional random field, trained on tagged texts, tags others.

IN: id, token, tag, one token a row, where the tag of what is to be tagged is empty; OUT: id, token, tag.
"""

import csv
import sys
import tempfile
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any

_AROUND = 2  # tokens on both sides that a token's features name
_ADMINISTRATIVE = "省市区县乡镇村路街道巷弄号栋幢座楼层室单元园厦场城"


def features(tokens: list[str]) -> list[list[str]]:
    """Tokens, pairs of them and their kinds in a window around each token."""

    def at(i: int) -> str:
        return tokens[i] if 0 <= i < len(tokens) else "<s>" if i < 0 else "</s>"

    def kind(token: str) -> str:
        if token.isascii():
            return "digits" if token.isdigit() else "letters" if token.isalnum() else "sign"
        return token if token in _ADMINISTRATIVE else "numeral" if token in "一二三四五六七八九十" else "han"

    out = []
    for i in range(len(tokens)):
        near = range(-_AROUND, _AROUND + 1)
        said = [f"t{d}={at(i + d)}" for d in near] + [f"k{d}={kind(at(i + d))}" for d in near]
        said += [f"p{d}={at(i + d)}{at(i + d + 1)}" for d in range(-_AROUND, _AROUND)]
        said += [f"3{d}={at(i + d)}{at(i + d + 1)}{at(i + d + 2)}" for d in (-2, -1, 0)]
        ahead = next((f"{d}{at(i + d)}" for d in range(8) if at(i + d) in _ADMINISTRATIVE), "none")
        out.append([*said, f"next={ahead}", f"first={i < 3}", f"last={len(tokens) - i <= 2}"])
    return out


def main(asked: str, answered: str) -> None:
    """Train on the texts with tags, tag those without."""
    crf: Any = import_module("pycrfsuite")
    with open(asked, encoding="utf-8", newline="") as file:
        texts = [list(rows) for _, rows in groupby(csv.DictReader(file), key=lambda row: row["id"])]
    trainer = crf.Trainer(verbose=False)
    trainer.set_params({"c1": 0.1, "c2": 0.01, "max_iterations": 120, "feature.possible_transitions": True})
    for rows in texts:
        if rows[0]["tag"]:
            trainer.append(features([row["token"] for row in rows]), [row["tag"] for row in rows])
    tagger = crf.Tagger()
    with tempfile.TemporaryDirectory() as folder:
        trainer.train(str(Path(folder) / "model"))
        tagger.open(str(Path(folder) / "model"))
        with open(answered, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(("id", "token", "tag"))
            for rows in texts:
                if not rows[0]["tag"]:
                    tokens = [row["token"] for row in rows]
                    for token, tag in zip(tokens, tagger.tag(features(tokens)), strict=True):
                        writer.writerow((rows[0]["id"], token, tag))


if __name__ == "__main__":
    main(*sys.argv[1:])
