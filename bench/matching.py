"""How well names, addresses and people are matched, beside others: `python -m bench.matching [--write]`.

Every measure has a bar. Other libraries run beside ours or in environments of their own
(`python -m bench.matching_baselines.environments` installs those); one that is missing is named as such.
Evaluation data is no part of the repository: what needs it is left out, saying so, where it does not lie
beside it. `--write` puts the tables into docs/matching.md and the summary into both READMEs.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from bench import (
    matching_address_parts,
    matching_addresses,
    matching_brands,
    matching_ccks,
    matching_names,
    matching_people,
    matching_speed,
)
from bench.matching_table import Part, summary
from bench.tables import HOUSE, READMES, put

DATA = HOUSE.parent / "shared" / "data"
PAGE = HOUSE / "docs" / "matching.md"
# Each part, and what it needs of the data.
PARTS: dict[str, tuple[Callable[[Path], Part], Path | None]] = {
    "names": (matching_names.part, matching_names.REGISTER),
    "brands": (matching_brands.part, matching_brands.FILE),
    "addresses": (matching_addresses.rooms, matching_addresses.REGISTER),
    "address-parts": (matching_address_parts.part, matching_address_parts.FILE),
    "ccks": (matching_ccks.part, matching_ccks.FILE),
    "british": (lambda _: matching_addresses.british(), None),
    "people": (lambda _: matching_people.part(), None),
    "speed": (lambda _: matching_speed.part(), None),
}


def main() -> None:
    """Print the parts and the summary; with --write, put them into the documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the evaluation data")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part (again for more)")
    parser.add_argument("--write", action="store_true", help="rewrite the tables in the documents")
    args = parser.parse_args()
    measures, whole = [], args.only is None
    for name in args.only or PARTS:
        work, needs = PARTS[name]
        if needs is not None and not (args.data / needs).exists():
            print(f"\n{name}: not measured, since {needs} is not in {args.data}")
            whole = False
            continue
        part = work(args.data)
        measures += part.measures
        print(f"\n{part.name}\n\n{part.text()}", flush=True)
        if args.write:
            put(PAGE, part.name, part.text())
    print(f"\nsummary\n\n{summary(measures, 'en')}")
    if args.write and whole:
        for readme, lang in READMES:
            put(HOUSE / readme, "matching", summary(measures, lang))


if __name__ == "__main__":
    main()
