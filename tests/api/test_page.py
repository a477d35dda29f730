"""The investigator's page in a real browser."""

import os
import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.api import town

NO_BROWSER = "The page is tested in Chromium: apt-get install chromium fonts-wqy-microhei"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(NO_BROWSER)
    with sync_playwright() as playwright:
        args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        yield playwright.chromium.launch(executable_path=path, args=args)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page in a Chinese browser that fails the test on any error, refused resource or foreign request."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    context.set_default_timeout(30_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if line.type in ("error", "warning") else None)
    page.on("request", lambda r: None if r.url.startswith((address, "data:")) else wrong.append(r.url))
    yield page
    context.close()
    assert wrong == []


def test_the_list_answers_what_to_look_at_first(page: Page, address: str) -> None:
    page.goto(address)
    rows = page.locator("li.ring")
    expect(rows).to_have_count(town.RINGS)
    first = rows.first
    expect(first.get_by_role("heading")).to_have_text("安字号 5 户企业")
    expect(first).to_contain_text("95%")  # false
    expect(first).to_contain_text("90%")  # one hand, beside it
    expect(first).to_contain_text("5 户企业登记了同一电话。")
    expect(first.locator(".con")).to_contain_text("集群托管地址")
    expect(page.locator(".lead")).to_contain_text("线索，不是结论")
    expect(page.locator(".stamp")).to_contain_text("2024-12-31")


def test_a_filter_narrows_the_list_and_stays_in_the_address(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="时间").click()
    expect(page.locator("li.ring")).to_have_count(4)
    page.locator("select[name=min_score]").select_option("0.75")
    expect(page.locator("li.ring")).to_have_count(2)
    page.reload()
    expect(page.locator("li.ring")).to_have_count(2)
    page.go_back()
    expect(page.locator("li.ring")).to_have_count(4)


def test_a_click_opens_the_ring_with_its_case_and_its_graph(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("li.ring").nth(1).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("北字号 5 户企业")
    expect(page.locator(".for li")).to_have_count(2)
    expect(page.locator(".against li")).to_have_count(1)
    expect(page.locator(".drawing canvas").first).to_be_visible()
    expect(page.locator("main")).to_contain_text(town.name_of(5))
    expect(page.locator(".hubs")).to_contain_text("集群托管地址")
    expect(page.locator(".legend")).to_contain_text("房间")
    page.get_by_role("link", name=town.name_of(5)).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(town.name_of(5))
    expect(page.locator(".profile")).to_contain_text(town.firm_id(5))
    expect(page.locator(".facts")).to_contain_text("主管复核")


def test_the_language_toggles_and_is_remembered(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("先看什么，为什么")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What to look at first, and why")
    expect(page.locator("li.ring").first).to_contain_text("Five firms, number 1")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.locator(".lead")).to_contain_text("A lead, not an accusation.")


def test_search_by_keyboard_alone(page: Page, address: str) -> None:
    page.goto(address)
    box = page.get_by_role("searchbox")
    box.focus()
    page.keyboard.type(town.name_of(7))
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name=town.name_of(7))
    expect(link).to_be_visible()
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"#/firm/{town.firm_id(7)}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(town.name_of(7))


def test_what_is_not_there_is_said_in_words(browser: Browser, address: str) -> None:
    page = browser.new_page(locale="zh-CN")  # its own page: the browser logs the 404 that is tested here
    page.goto(f"{address}/#/ring/none")
    expect(page.get_by_role("alert")).to_contain_text("没有该编号的团伙")
    page.close()
