"""Pairs of made-up firm names in Latin script: how well `compare_names` tells them apart.

    python -m bench.latin_pairs [--each 300] [--seed 1] [--out PAIRS.csv] [--scored SCORED.csv]

`--out` writes the pairs (id, left, right, same) for another matcher; `--scored` reads its scores back (id,
score) and prints their average precision beside ours.
"""

import argparse
import random
from pathlib import Path

import polars as pl
from sklearn.metrics import average_precision_score

from bench.name_pairs import by_kind, figures
from graph.matching.comparison import Verdict
from graph.matching.names import compare_names

BEGIN = (
    "Ar Bel Cor Dan El Fen Gar Hol Ister Jor Kel Lom Mar Nor Or Pel Quin Ros Sal Tor Ul Ver Wil Yar"
).split()
END = "ton field ley worth mere gate ham wick by dale combe stead ford bury more brook well shaw".split()
WORK = (
    "Trading Engineering Consulting Properties Catering Logistics Building Services Holdings Design Software "
    "Plumbing Investments International Technologies Construction Management Partners Motors Foods Textiles"
).split()
FORMS = {"Limited": "LTD", "Public Limited Company": "PLC", "Limited Liability Partnership": "LLP"}
SHORT = {"International": "INTL", "Engineering": "ENG", "Management": "MGMT", "Technologies": "TECHS"}


def _word(rng: random.Random) -> str:
    return rng.choice(BEGIN) + rng.choice(END)


def _slip(word: str, rng: random.Random) -> str:
    i = rng.randrange(1, len(word))
    return word[:i] + rng.choice("aeiourstln".replace(word[i].lower(), "")) + word[i + 1 :]


def _pairs(rng: random.Random) -> list[tuple[str, bool | None, str, str]]:
    """One pair of every kind, of one firm."""
    word, work, form = _word(rng), rng.choice(WORK), rng.choice(list(FORMS))
    other, second = _word(rng), rng.choice([w for w in WORK if w != work])
    name, n = f"{word} {work} {form}", rng.randrange(1, 9)
    forms = [f for f in FORMS if f != form]
    short = rng.choice(list(SHORT))
    return [
        ("case", True, name, name.upper()),
        ("form_spelt", True, name, f"{word} {work} {FORMS[form]}"),
        ("co_ltd", True, f"{word} {work} Ltd", f"{word} {work} Co., Ltd."),
        ("ampersand", True, f"{word} & {other} {form}", f"{word} and {other} {form}"),
        ("article", True, name, f"The {name}"),
        ("punctuation", True, f"{word}, {other} {form}", f"{word} {other} {form}."),
        ("apostrophe", True, f"{word}'s {work} {form}", f"{word}s {work} {form}"),
        ("accents", True, name, name.replace("e", "é").replace("o", "ö")),
        ("abbreviated", True, f"{word} {short} {form}", f"{word} {SHORT[short]} {FORMS[form]}"),
        ("joined", True, f"{word} {other} {form}", f"{word}{other} {form}"),
        ("other_word", False, name, f"{other} {work} {form}"),
        ("other_work", False, name, f"{word} {second} {form}"),
        ("work_left_out", False, name, f"{word} {form}"),
        ("work_added", False, name, f"{word} {second} {work} {form}"),
        ("other_form", False, name, f"{word} {work} {rng.choice(forms)}"),
        ("other_number", False, f"{word} {work} {n} {form}", f"{word} {work} {n + 1} {form}"),
        ("letter_of_short_name", False, f"{word[:4]} {form}", f"{_slip(word[:4], rng)} {form}"),
        ("slip_in_long_name", None, name, f"{_slip(word, rng)} {work} {form}"),
        ("order", None, name, f"{work} {word} {form}"),
    ]


def main() -> None:
    """Print the kinds and the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--each", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--scored", type=Path)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    made = [pair for _ in range(args.each) for pair in _pairs(rng)]
    schema = {"kind": pl.String, "same": pl.Boolean, "left": pl.String, "right": pl.String}
    pairs = pl.DataFrame(made, schema, orient="row").with_row_index("id")
    pairs = pairs.filter(pl.col("left") != pl.col("right"))
    compared = compare_names(pairs["left"], pairs["right"])
    pairs = pairs.with_columns(compared["score"], called=compared["verdict"] == Verdict.SAME)
    print(by_kind(pairs))
    said = pairs.drop_nulls("same")
    for name, value in figures(*(said[c].to_numpy() for c in ("same", "score", "called"))).items():
        print(f"{name}: {value:.4f}")
    if args.out:
        pairs.select("id", "left", "right", "same").write_csv(args.out)
    if args.scored:
        theirs = said.select("id", "same").join(pl.read_csv(args.scored).cast({"id": pl.UInt32}), on="id")
        print(f"theirs: {average_precision_score(theirs['same'], theirs['score']):.4f}")


if __name__ == "__main__":
    main()
