"""The README's pictures of a ring: `python -m bench.picture [--at URL] [--ring ID]`, while `make run` serves.

Photographs a ring's case and its graph in Chromium, in both languages, into docs/pictures/. Serve the
synthetic city for it: nobody in the pictures exists.
"""

import argparse
import json
import shutil
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from bench.tables import HOUSE

FOLDER = HOUSE / "docs" / "pictures"
ENDING = {"en": ".png", "zh": ".zh-CN.png"}
BUTTON = {"en": "English", "zh": "中文"}
WIDTH, HEIGHT = 1100, 760  # of the case; what is longer is cut
LEAST, MOST = 12, 30  # firms of the ring that is shown: enough to be one, few enough to be read


def shown_ring(address: str) -> str:
    """Of the ten strongest rings that fit, the one that most families of evidence hold together."""
    with urlopen(f"{address}/v1/rings?min_size={LEAST}&limit=10") as answer:
        rings = json.load(answer)["items"]
    return str(max((r for r in rings if r["size"] <= MOST), key=lambda r: len(r["families"]))["ring_id"])


def photograph(browser: Browser, address: str, ring: str) -> None:
    """The top of the page as far as the case goes, and the graph, once a language."""
    for lang, ending in ENDING.items():
        page = browser.new_page(viewport={"width": WIDTH, "height": 1800}, locale=lang)
        page.goto(f"{address}/#/ring/{ring}")
        page.get_by_role("button", name=BUTTON[lang]).click()
        page.locator(".drawing canvas").first.wait_for()
        page.wait_for_load_state("networkidle")
        case = page.locator(".case").bounding_box()
        assert case is not None
        page.screenshot(
            path=FOLDER / f"ring{ending}",
            clip={"x": 0, "y": 0, "width": WIDTH, "height": min(HEIGHT, case["y"] + case["height"])},
        )
        page.locator(".graph").screenshot(path=FOLDER / f"ring-graph{ending}")
        page.close()


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at", default="http://127.0.0.1:8000", help="where `make run` serves")
    parser.add_argument("--ring", help="id of the ring to show; by default the strongest that fits")
    args = parser.parse_args()
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        photograph(browser, args.at, args.ring or shown_ring(args.at))


if __name__ == "__main__":
    main()
