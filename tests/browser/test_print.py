"""Ctrl+P: every page on A4, whole, in ink, with what it is on every sheet."""

import io
import unicodedata

import pytest
from pypdf import PdfReader

from paper.tables import platform_columns
from tests.browser.conftest import Visit
from tests.browser.test_browser import MENU
from tests.conftest import AUGUST
from warehouse import queries

HEADINGS = """() => [...document.querySelectorAll('[data-testid=stMain] :is(h1, h2, h3)')]
    .map(h => h.innerText)"""
# every page but those of a workbook and of one figure
ADDRESSES = [
    f"/{page}"
    for page in (
        *("", "trends", "cities", "city", "areas", "balance", "projects", "targets", "quality"),
        *("history", "download", "dictionary", "systems", "help?section=staff"),
    )
]
# What the tables of the page hold: the canvases' data as they were sent. Of a long table that is
# folded, or a preview, the first 20 rows.
TABLES = """() => {
    const drawn = [...document.querySelectorAll('pre.for-paper:not(.masthead)')]
        .map(pre => pre.textContent.split('\\n').slice(2).map(row => row.split('\\t')))
    const cells = row => [...row.cells].filter(c => !c.matches('.leads')).map(c => c.textContent)
    const written = [...document.querySelectorAll('.sheet')].map(sheet => {
        const rows = [...sheet.querySelectorAll('tr')].map(cells)
        const cut = sheet.closest('details:not([open]), .st-key-preview') && rows.length > 61
        return cut ? rows.slice(0, 21) : rows
    })
    return [...drawn, ...written]
}"""
OPERATED = """() => [...document.querySelectorAll(
    ':is([data-testid=stSidebar], [data-testid=stMain]) :is(button, input, textarea, canvas)')]
    .filter(e => e.offsetParent).map(e => e.outerHTML.slice(0, 200))"""
INK = """() => {
    dispatchEvent(new Event('beforeprint'))
    const texts = [...document.querySelectorAll('.js-plotly-plot text:not(.bartext)')]
    const fills = texts.map(t => getComputedStyle(t).fill.match(/\\d+/g).slice(0, 3).map(Number))
    const charts = [...document.querySelectorAll('.js-plotly-plot .main-svg')]
    const widths = charts.map(c => c.getBoundingClientRect().width)
    dispatchEvent(new Event('afterprint'))
    return [fills.filter(f => Math.min(...f) > 200).length, texts.length, Math.max(0, ...widths)]
}"""
# Cells of text that are hardly a character wide, and how wide the widest table is where a sheet
# has 703 pixels.
COLUMNS = """() => {
    dispatchEvent(new Event('beforeprint'))
    const main = document.querySelector('[data-testid=stMainBlockContainer]')
    main.style.setProperty('width', '703px', 'important')
    const tables = [...document.querySelectorAll('table.on-paper')]
    const narrow = [...document.querySelectorAll('table.on-paper .text')]
        .filter(c => c.offsetWidth < 44).map(c => c.textContent)
    const widest = Math.max(0, ...tables.map(t => t.offsetWidth))
    main.style.removeProperty('width')
    dispatchEvent(new Event('afterprint'))
    return [narrow, widest]
}"""


# Some fonts give a radical for the character that looks the same; NFKC knows only half of them.
RADICALS = str.maketrans(
    "‒⻆⻓⻔⻚⻛⻢⻩⻬⻰⻜⻋⻅⻉⻘⻝⻥⻦⻣⻨⻄⺠⻁戶",
    "–角长门页风马黄齐龙飞车见贝青食鱼鸟骨麦西民虎户",
    "\ufe0e",
)


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).translate(RADICALS).split())


def sheets(page) -> list[str]:
    """The text of each printed sheet, without blanks. Every sheet is A4."""
    pages = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert {(round(p.mediabox.width), round(p.mediabox.height)) for p in pages} == {(595, 842)}
    return [squeezed(p.extract_text()) for p in pages]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_prints_every_cell_and_nothing_that_is_operated(visit, address):
    page = visit(f"{address}{'&' if '?' in address else '?'}month=2022-08").page
    page.locator("pre.masthead").wait_for(state="attached")
    printed = sheets(page)
    text = "".join(printed)
    for table in page.evaluate(TABLES):
        lost = [c for row in table for c in row if squeezed(c) and squeezed(c) not in text]
        assert lost == []
    assert page.locator("[data-testid=stDataFrame]").count() <= len(page.evaluate(TABLES))
    assert squeezed("".join(MENU)) not in text
    assert "打印时间:" in printed[0]
    title = squeezed(page.title().split(" · ")[0])
    for number, sheet in enumerate(printed, 1):
        assert f"粤数月报看板{title}" in sheet
        assert f"{number}/{len(printed)}" in sheet
    page.emulate_media(media="print")
    narrow, widest = page.evaluate(COLUMNS)
    assert (narrow, max(widest, 703)) == ([], 703)
    assert page.evaluate(OPERATED) == []
    headings = {squeezed(h) for h in page.evaluate(HEADINGS)}
    ends = [s.removesuffix(f"{n}/{len(printed)}") for n, s in enumerate(printed, 1)]
    assert not [h for h in headings for end in ends[:-1] if h and end.endswith(h)]


def test_the_printed_overview_holds_all_40_indicators_with_all_columns(
    visit, real_warehouse, monkeypatch
):
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    text = "".join(sheets(visit("/?month=2022-08").page))
    rows = queries.overview.platform_table(AUGUST)
    columns = {"指标": rows["indicator_name"], **platform_columns(rows), "出处": rows["source"]}
    assert len(rows) == 40
    assert [c for texts in columns.values() for c in texts if squeezed(c) not in text] == []
    assert all(squeezed(name) in text for name in columns)


def test_cards_with_pictures_go_on_over_sheets(visit):
    first = sheets(visit("/targets?month=2022-08").page)[0]
    assert "2项" in first and "还差58.8万人" in first  # the first row; all of them took a new sheet


def test_long_texts_of_a_wide_table_stand_below_their_row(visit):
    page = visit("/dictionary?month=2022-08").page
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    table = page.locator("table.on-paper").first
    heads = " ".join(table.locator("th").all_inner_texts())
    assert heads == "指标 平台 单位 性质 口径 相加 最细到 高低 首月 末月 完整度"
    rows = table.locator("tbody tr")
    assert rows.nth(0).inner_text().startswith("实名注册用户数\t粤省事\t万")
    assert rows.nth(1).inner_text().startswith("定义：在粤省事完成实名认证的用户，累计值")
    assert "　代码：citizen_registered_users　" in rows.nth(1).inner_text()
    assert table.locator("caption").text_content().split("\n") == [
        "各行相同：责任单位 未指定",
        "没有内容，未列出：联系方式",
    ]


def test_a_long_table_is_printed_whole_where_it_is_open(visit):
    page = visit("/quality?month=2022-08").page
    folded = sheets(page)
    assert len(folded) <= 5  # 15 with all 249 checks
    assert squeezed("只印前 20 行，共 249 行；展开后打印就是全部。") in "".join(folded)
    page.get_by_text("全部规则与逐项核对").click()
    page.locator("details[open]:not([style*=height]) .sheet").first.wait_for()  # unfolded whole
    opened = sheets(page)
    assert len(opened) > 8 and squeezed("只印前 20 行") not in "".join(opened)


def test_a_preview_gives_a_sheet_its_first_rows(visit):
    printed = sheets(visit("/download").page)
    assert squeezed("只印前 20 行，共 200 行。") in "".join(printed)
    assert len(printed) <= 4  # 17 with all that can be scrolled through


def test_a_picker_leaves_no_empty_place_under_a_title(visit):
    page = visit("/cities").page  # 位次走势 stood alone at the foot of a sheet
    page.emulate_media(media="print")
    displays = page.locator(".stElementContainer:has(> [data-testid=stSelectbox])").evaluate_all(
        "all => all.map(e => getComputedStyle(e).display)"
    )
    assert set(displays) == {"none"}


def test_forms_are_not_printed(visit):
    printed = "".join(sheets(visit("/targets?month=2022-08").page))
    assert "填报进展" not in printed and "筛选：状态、平台" not in printed


def test_a_day_keeps_its_line_on_paper(visit):
    page = visit("/history").page
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    looks = page.locator("table.on-paper td").evaluate_all(
        r"all => all.filter(c => /^\d{4}-\d\d-\d\d$/.test(c.textContent)).map(c => c.className)"
    )
    assert set(looks) == {"short"}


def test_tiles_are_as_large_on_paper_as_on_a_wide_screen(visit):
    page = visit("/targets?month=2022-08").page
    size = "all => [...new Set(all.map(e => getComputedStyle(e).fontSize))]"
    tiles = page.get_by_test_id("stMetricValue")
    wide = tiles.evaluate_all(size)
    page.set_viewport_size({"width": 703, "height": 900})
    page.emulate_media(media="print")
    assert tiles.evaluate_all(size) == wide


def test_a_page_printed_while_it_opens_shows_what_has_come(visit):
    page = visit("/targets?month=2022-08").page
    page.evaluate("() => document.documentElement.classList.add('opening')")
    assert "还差58.8万人" in sheets(page)[0]  # it was blank, with 正在打开… on every sheet


def test_parts_of_a_folded_form_hold_back_no_page(browser, server):
    one = Visit(browser, server)
    one.page.route("**/*DateInput*.js", lambda route: None)  # 填报进展 waits for it for ever
    one.open("/targets?month=2022-08")
    assert "还差58.8万人" in sheets(one.page)[0]
    one.context.close()


@pytest.mark.parametrize("address", ["/quality?month=2022-08"])
def test_charts_print_whole_and_in_ink_from_the_dark_theme(visit, address):
    page = visit(address, scheme="dark").page
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    light, texts, widest = page.evaluate(INK)
    assert texts > 5 and light == 0
    assert widest <= 661
