"""What a reader sees and does, in real Chromium against the real server."""

import getpass
import importlib.resources
import io
import re

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import expect

from catalog import catalog
from tests.browser.conftest import Visit
from tests.server import Server

ADDRESSES = {
    "/": "总览",
    "/trends": "趋势",
    "/cities": "地市排名",
    "/city": "地市画像",
    "/areas": "县区镇街",
    "/balance": "均衡",
    "/projects": "信息化项目",
    "/targets": "目标",
    "/systems": "系统与平台",
    "/upload": "上传",
    "/history": "记录",
    "/quality": "数据质量",
    "/download": "下载",
    "/dictionary": "数据字典",
    "/help?section=cities": "帮助",
    "/source": "数值出处",
}
MENU = [
    "总览",
    "趋势",
    "地市排名",
    "地市画像",
    "县区镇街",
    "均衡",
    "信息化项目",
    "目标",
    "系统与平台",
    "上传",
    "记录",
    "数据质量",
    "下载",
    "数据字典",
    "帮助",
]
KNOWN_LATIN = {
    "APP",
    "PV",
    "UV",
    "CSV",
    "XLSX",
    "JSON",
    "Parquet",
    "MB",
    "Excel",
    "xlsx",
    "public",
    "figures",
    "sha",
    "GI",  # names of systems as the plans and the report write them
    "OA",
    "CIM",
}
# Addresses and codes on 下载, 数据字典 and 数值出处; the sentences around them are Chinese.
ADDRESS = re.compile(r"https?://\S+|/data/[a-z.]+|\.[a-z]+\b|（[a-z]+）|[0-9a-f]{12,64}")
CHINESE = re.compile("[\u4e00-\u9fff]")
ICONS = {
    "dashboard",
    "show_chart",
    "leaderboard",
    "location_city",
    "holiday_village",
    "balance",
    "account_tree",
    "flag",
    "apps",
    "upload_file",
    "history",
    "fact_check",
    "download",
    "menu_book",
    "help",
}


LABELS = """() => {
    const labelled = document.querySelectorAll('[aria-label],[placeholder],[title]')
    const spoken = e => ['aria-label', 'placeholder', 'title'].map(n => e.getAttribute(n))
    return [...labelled].filter(e => e.offsetParent).flatMap(spoken).filter(Boolean)
}"""


AXE = importlib.resources.files("axe_playwright_python") / "axe.min.js"
FAULTS = """async rules => {
    const runOnly = rules && {type: 'rule', values: rules}
    const found = await axe.run(document, {resultTypes: ['violations'], ...(rules && {runOnly})})
    const grave = v => ['serious', 'critical'].includes(v.impact) || v.id === 'heading-order'
    const told = n => `${n.html.slice(0, 200)} ${n.any[0]?.message ?? ''}`
    return found.violations.filter(grave).flatMap(v => v.nodes.map(n => `${v.id}: ${told(n)}`))
}"""
SMALL = """() => [...document.querySelectorAll('body *:not(svg *)')].filter(e =>
    e.checkVisibility() && e.getClientRects().length
    && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())
    && parseFloat(getComputedStyle(e).fontSize) < 12).map(e => e.textContent.trim().slice(0, 40))"""
BROKEN = r"""() => {
    const walker = document.createTreeWalker(document.querySelector("[data-testid=stMain]"), 4)
    const found = [], place = document.createRange()
    for (let text; (text = walker.nextNode());)
        if (!text.parentElement.closest("code"))
            for (const date of text.data.matchAll(/(?<!\/)\d{4}-\d\d(-\d\d)?(?!\/)/g)) {
                place.setStart(text, date.index)
                place.setEnd(text, date.index + date[0].length)
                const lines = [...place.getClientRects()].map(line => Math.round(line.top))
                if (new Set(lines).size > 1) found.push(text.data)
            }
    return found
}"""
OPEN = """async () => {
    const added = ["stMain", "stHtml"].map(name => {
        const said = Object.assign(document.createElement("p"), {textContent: "Open"})
        return document.querySelector(`[data-testid=${name}]`).appendChild(said)
    })
    await new Promise(requestAnimationFrame)
    return added.map(said => said.textContent)
}"""
GROUND = "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"


@pytest.mark.parametrize("address", ["/cities", "/download"])
def test_a_link_opened_first_on_a_fresh_server_shows_its_page_and_the_whole_menu(
    browser, fresh_server, address
):
    visit = Visit(browser, fresh_server).open(address)
    assert visit.heading() == ADDRESSES[address]
    assert visit.menu() == MENU
    visit.context.close()


@pytest.mark.parametrize("impatient", [False, True])
def test_a_page_whose_cards_are_late_is_shown_when_they_have_come(browser, server, impatient):
    """Cards of Streamlit are a script of their own: each grew from 38 to 118 pixels when it came
    after the page was shown. Longer than 8 seconds nobody waits for them."""
    seen = Visit(browser, server, 390)
    seen.page.add_init_script(f"window.impatient = {str(impatient).lower()}")
    held = []

    def hold(route):
        held.append(route)

    seen.page.route(re.compile(r"/Metric\.\w+\.js"), hold)
    seen.page.goto(server.address + "/projects")
    seen.page.locator("[data-testid=stMain] ol.bars").first.wait_for(state="attached")
    assert held
    heading = seen.page.get_by_role("heading", name="信息化项目")
    if impatient:
        expect(heading).to_be_visible()
    else:
        assert not heading.is_visible()
    for route in held:
        route.continue_()
    seen.settle()
    assert impatient or seen.page.evaluate("() => window.moved[0]") < 0.05
    seen.context.close()


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_a_page_stays_on_this_machine_and_in_its_frame(visit, address, width, scheme):
    """No request leaves, nothing throws, nothing scrolls sideways, no English is left, and blocks
    keep their place while they fill; axe finds no serious fault in either theme, no text is smaller
    than 12 pixels, and no date breaks at its hyphen."""
    seen = visit(address, width, scheme)
    assert seen.heading() == ADDRESSES[address]
    outside = [
        u for u in seen.requests if not u.startswith((seen.server.address, "data:", "blob:"))
    ]
    assert outside == []
    assert seen.errors == []
    sideways = seen.page.evaluate(
        "() => document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth"
    )
    assert sideways <= 0
    shown = ADDRESS.sub("", seen.text()).replace(getpass.getuser(), "")
    assert ADDRESSES[address] in shown
    codes = " ".join(seen.page.locator(".sheet .code").all_inner_texts())
    latin = set(re.findall(r"[A-Za-z]{2,}", shown)) - set(re.findall(r"[A-Za-z]{2,}", codes))
    assert latin <= KNOWN_LATIN
    moved, what = seen.page.evaluate("() => window.moved")
    assert moved < 0.05, what
    labels = seen.page.evaluate(LABELS)  # what a screen reader says
    assert labels
    assert {t for t in labels if re.search(r"[A-Za-z]{3,}", t) and not CHINESE.search(t)} <= ICONS
    assert seen.page.evaluate("() => document.documentElement.lang") == "zh-CN"
    seen.page.evaluate(AXE.read_text(encoding="utf-8"))
    assert seen.page.evaluate(FAULTS) == []
    assert seen.page.evaluate(SMALL) == []
    assert seen.page.evaluate(BROKEN) == []
    ground = seen.page.evaluate(GROUND)
    seen.page.emulate_media(color_scheme={"light": "dark", "dark": "light"}[scheme])
    seen.page.wait_for_function(f"was => ({GROUND})() !== was", arg=ground)
    seen.settle()
    assert seen.page.evaluate(FAULTS, ["color-contrast"]) == []


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_first_screen_holds_six_cards_and_what_needs_attention(visit, width, height):
    seen = visit("/", width)
    bottoms = seen.page.eval_on_selector_all(
        ".figures article", "cards => cards.map(c => c.getBoundingClientRect().bottom)"
    )
    assert len(bottoms) == 6 and max(bottoms) < height
    first = seen.page.locator(".matter").first.bounding_box()
    assert first["y"] + first["height"] < height


def test_on_a_phone_only_the_month_beside_the_title_has_no_label(visit):
    clipped = "() => getComputedStyle(document.querySelector('.st-key-month label')).clipPath"
    source = "/source?indicator=citizen_registered_users&measure=cumulative&month=2022-08"
    shown = [visit(address, width=390).page.evaluate(clipped) for address in ("/", source)]
    assert shown == ["inset(50%)", "none"]


def test_on_a_phone_a_figures_month_and_area_stand_in_a_row(visit):
    page = visit("/source", width=390).page
    boxes = page.get_by_test_id("stMain").get_by_test_id("stSelectbox")
    tops = [boxes.nth(n).bounding_box()["y"] for n in range(3)]
    assert tops[0] < tops[1] == tops[2]


@pytest.mark.parametrize("address", ["/trends", "/cities"])
def test_on_a_phone_two_groups_of_buttons_stand_in_a_row(visit, address):
    groups = visit(address, width=390).page.get_by_test_id("stMain").get_by_test_id("stButtonGroup")
    tops = [group.bounding_box()["y"] for group in groups.all()]
    assert len(tops) - len(set(tops)) == 1


@pytest.mark.parametrize(
    ("address", "what"), [("/cities", ".tiles"), ("/city", ".card"), ("/", ".pair > .card")]
)
def test_on_a_small_screen_cards_keep_their_width_beside_the_menu(visit, address, what):
    page = visit(address, width=1024).page
    assert page.locator(what).first.bounding_box()["width"] > 480  # 240: 广 above 州 in a tile


def test_a_choice_is_in_the_address_and_survives_a_reload(visit):
    seen = visit("/")
    seen.page.get_by_test_id("stMain").get_by_test_id("stSelectbox").first.click()
    seen.page.get_by_role("option", name="2023-07").click()
    expect(seen.page).to_have_url(re.compile(r"\?month=2023-07$"))
    seen.page.reload()
    seen.says("18,301.3 万")


def test_an_address_with_a_code_opens_the_same_page(visit):
    """Codes never change, so links in mails and documents use them."""
    seen = visit("/cities?indicator=city_business_coverage&month=2022-08")
    seen.says("14 市并列")
    assert seen.page.url.endswith("/cities?indicator=city_business_coverage")
    assert "不存在" not in seen.text()


def test_a_link_names_plan_platform_and_status_by_code(visit):
    seen = visit("/targets?plan=2020&platform=citizen&status=met&month=2022-08")
    seen.says("粤省事实名注册用户")
    seen.says("共 2 项数字目标")
    assert "日均访问" not in seen.text().split("工作要点台账")[0]


def test_an_unknown_month_in_a_link_gets_a_sentence(visit):
    seen = visit("/?month=2099-01")
    seen.says("链接里的数据月份「2099-01」不存在或没有数据，已改用“2022-08”。")
    seen.says("17,432.2 万")


def test_text_from_a_link_is_shown_as_text(visit):
    seen = visit("/?month=%3Cb%3E%3Ared%5Bx%5D%3C/b%3E%5Ba%5D(http://x)%24a%5E2%24")
    seen.says("「<b>:red[x]</b>[a](http://x)$a^2$」")
    assert seen.page.get_by_test_id("stAlert").locator("a, b, .katex").count() == 0
    assert seen.page.evaluate(OPEN) == ["打开", "Open"]  # the framework's word, and one in a note


def test_an_unknown_address_says_so_and_goes_home(visit):
    seen = visit("/nowhere")
    assert "页面不存在" in seen.text()
    assert seen.heading() == "总览"


def test_the_menu_leads_to_every_page(visit):
    seen = visit("/")
    for title, heading in zip(
        MENU, ADDRESSES.values(), strict=False
    ):  # 数值出处 is reached from rows, not from the menu
        seen.page.get_by_test_id("stSidebarNavLink").filter(has_text=title).click()
        expect(seen.page.get_by_test_id("stHeading").first).to_have_text(heading)


def test_csv_and_xlsx_hold_the_rows_on_screen(visit):
    seen = visit("/download?months=2022-08&tables=city&indicators=city_business_entities")
    seen.says("共 21 个数值")
    with seen.page.expect_download() as download:
        seen.page.get_by_role("button", name="下载 CSV").click()
    assert download.value.suggested_filename == "粤数月报数据.csv"
    data = download.value.path().read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(io.BytesIO(data))
    assert (len(table), table.set_index("地区或阶段").loc["佛山", "数值"]) == (21, 100.73)
    with seen.page.expect_download() as download:
        seen.page.get_by_role("button", name="下载 XLSX").click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert book.sheetnames == ["数据", "说明"]
    rows = list(book["数据"].values)
    assert (len(rows), rows[5][3], rows[5][6]) == (22, "佛山", 100.73)
    assert ("筛选：月份", "2022-08") in list(book["说明"].values)


def test_bars_name_their_source_on_hover(visit):
    seen = visit("/cities?indicator=city_citizen_users")
    hover = seen.page.locator(".bars a").first.get_attribute("title")
    assert "地市推广应用!D4" in hover and "第 1 位" in hover


def test_a_bar_a_square_and_a_row_open_their_city(visit):
    seen = visit("/cities?month=2022-08")

    seen.page.evaluate("() => { window.same = true }")  # no link begins a new session

    for place, city in ((".bars", "深圳"), (".tiles", "潮州"), (".sheet tbody", "东莞")):
        seen.page.locator(f"{place} a", has_text=city).first.click()
        expect(seen.page.get_by_test_id("stHeading").first).to_have_text("地市画像")
        seen.settle()
        code = {c.name: c.code for c in catalog().cities}[city]
        assert f"city={code}" in seen.page.url
        assert seen.page.evaluate("() => window.same")
        seen.page.go_back()
        expect(seen.page.get_by_test_id("stHeading").first).to_have_text("地市排名")
        seen.settle()


def test_a_bar_of_the_balance_chooses_its_indicator_and_back_undoes_it(visit):
    page = (seen := visit("/balance?month=2022-08")).page
    page.locator(".sides .bars i").nth(4).click()
    seen.says("粤商通 · 市场主体注册量：逐月")
    seen.settle()
    assert page.url.endswith("indicator=city_business_entities")
    page.go_back()
    seen.says("粤省事 · 注册用户数：逐月")


def test_a_fault_of_ours_is_a_sentence_and_a_reference_that_the_log_has(browser, tmp_path):
    broken = tmp_path / "warehouse.duckdb"
    broken.write_bytes(b"not a database")
    server = Server(broken)
    seen = Visit(browser, server).open("/")
    alert = seen.page.get_by_test_id("stAlert")
    expect(alert).to_contain_text("当前数据文件已损坏")
    reference = re.search("[0-9a-f]{8}", alert.inner_text())[0]
    assert "Traceback" not in seen.text()
    seen.context.close()
    log = server.stop()
    assert f"reference {reference}" in log
    assert "not a valid DuckDB database file" in log
