"""The month's documents: every number equals the questions' answers, in every kind of file."""

import datetime as dt
import io
import pathlib
import re
import subprocess
import zipfile

import openpyxl
import pytest
from docx import Document
from pptx import Presentation
from pypdf import PdfReader

from export.choice import Refused
from paper import make, pdf
from paper.__main__ import main
from paper.content import Chart, Report, Table
from paper.month import report
from tests.addresses import ask
from tests.conftest import AUGUST, JULY_2023, ROOT, absent
from warehouse import queries
from words.numbers import number


@pytest.fixture
def at_real(real, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(real))


@pytest.fixture
def said(at_real) -> Report:
    return report(AUGUST)


def blocks(said: Report, kind) -> list:
    return [
        b
        for section in said.sections
        for _, part in section.walk()
        for b in part.blocks
        if isinstance(b, kind)
    ]


def squeezed(text: str) -> str:
    """Without what line breaks and fonts do to blanks and to look-alike radicals."""
    return re.sub(r"\s", "", text)


def test_the_report_holds_what_the_questions_answer(said):
    tables = {t.title: t for t in blocks(said, Table)}
    platforms = [
        t for name, t in tables.items() if name.endswith("推广应用情况") and "各市" not in name
    ]
    assert sum(len(t.rows) for t in platforms) == 40
    assert platforms[0].columns["累计"][0] == "17,432.2"
    assert platforms[0].columns["环比"][0] == "▲ 1.69%（推算）"
    cities = tables["各市粤省事推广应用情况"]
    for code, name in (
        ("city_citizen_users", "注册用户数"),
        ("city_citizen_app_installs", "APP安装量"),
    ):
        asked = queries.cities.city_ranking(AUGUST, code).sort_values("position")
        assert cities.columns["地市"] == asked["city_name"].tolist()
        assert cities.columns[f"{name}（万）"] == [number(v, 1) for v in asked["value"]]
        assert cities.columns[f"{name}位次"] == [str(r) for r in asked["rank"]]
    assert tables["信息化项目各阶段情况"].columns["数量（个）"][-1] == "1,793"
    assert tables["各市之和与全省"].columns["省直/未分配"] == ["588.9", "316.2", "20.31", "14.97"]
    assert len(tables["不符的勾稽"].rows) == 3
    assert tables["预警的目标"].rows[0][2:5] == ("141.2 万人", "2022-08", "70.6%")
    assert len(said.slides) + 1 == 8


def test_every_text_stands_in_word_with_its_styles_and_charts(said):
    document = Document(io.BytesIO(make.make(AUGUST, "docx")))
    tables = [[[c.text for c in row.cells] for row in t.rows] for t in document.tables]
    assert tables == [[list(t.columns), *map(list, t.rows)] for t in blocks(said, Table)]
    texts = [p.text for p in document.paragraphs]
    assert set(blocks(said, str)) <= set(texts)
    headings = [p for p in document.paragraphs if p.style.name.startswith("Heading")]
    walked = [(n, s.heading) for top in said.sections for n, s in top.walk()]
    assert [(int(p.style.name[-1]), p.text) for p in headings] == walked
    assert all(p.style.paragraph_format.keep_with_next for p in headings)
    page = document.sections[0]
    assert [round(m.mm) for m in (page.top_margin, page.bottom_margin)] == [37, 35]
    assert [round(m.mm) for m in (page.left_margin, page.right_margin)] == [28, 26]
    for table in document.tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert all("w:cantSplit" in row._tr.xml for row in table.rows)


def inner_charts(file: bytes, folder: str) -> list[tuple[list[str], list[float]]]:
    """(names, values) of the workbook inside each native chart, in order."""
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        names = [n for n in parts.namelist() if n.startswith(folder) and n.endswith(".xlsx")]
        books = [
            openpyxl.load_workbook(io.BytesIO(parts.read(n))).active
            for n in sorted(names, key=lambda n: int(re.sub(r"\D", "", n) or 0))
        ]
    rows = [list(book.iter_rows(min_row=2, values_only=True)) for book in books]
    return [([r[0] for r in book], [r[1] for r in book]) for book in rows]


def test_native_charts_hold_the_numbers_of_the_questions(said):
    drawn = [(c.names, c.values) for c in blocks(said, Chart)]
    assert inner_charts(make.make(AUGUST, "docx"), "word/embeddings/") == drawn
    deck = Presentation(io.BytesIO(make.make(AUGUST, "pptx")))
    shown = [s.chart for slide in deck.slides for s in slide.shapes if s.has_chart]
    found = [(list(c.plots[0].categories), list(c.plots[0].series[0].values)) for c in shown]
    assert found == [(s.chart.names, s.chart.values) for s in said.slides if s.chart]
    stages = queries.projects.project_stages(AUGUST)
    assert (
        stages[~stages["is_total"]]["stage_name"].tolist(),
        stages[~stages["is_total"]]["count"].tolist(),
    ) in drawn


def test_slides_hold_lines_and_tables_and_take_the_offices_template(said, tmp_path, monkeypatch):
    deck = Presentation(io.BytesIO(make.make(AUGUST, "pptx")))
    for slide, content in zip(list(deck.slides)[1:], said.slides, strict=True):
        texts = [s.text_frame.text for s in slide.shapes if s.has_text_frame]
        assert content.title in texts and said.head in texts
        assert not content.lines or "\n".join(content.lines) in texts
        for frame in (s for s in slide.shapes if s.has_table):
            rows = [[c.text for c in row.cells] for row in frame.table.rows]
            assert rows == [list(content.table.columns), *map(list, content.table.rows)]
    [(lines, chart)] = [list(s.shapes)[2:] for s in deck.slides if len(s.shapes) == 4]
    two_lines = "\n金额占比四舍五入，相加为 99.8%。"
    assert lines.text_frame.text.endswith(two_lines) and lines.height / 914_400 >= 1
    assert chart.top == lines.top + lines.height
    template = Presentation()
    template.slide_width = 9_999_999
    template.slides.add_slide(template.slide_layouts[0])
    template.save(tmp_path / "office.pptx")
    monkeypatch.setenv("KPI_SLIDES", str(tmp_path / "office.pptx"))
    own = Presentation(io.BytesIO(make.make(AUGUST, "pptx")))
    assert own.slide_width == 9_999_999 and len(own.slides) == len(deck.slides)
    monkeypatch.setenv("KPI_SLIDES", str(tmp_path / "gone.pptx"))
    with pytest.raises(Refused, match="模板打不开"):
        make.make(AUGUST, "pptx")


def test_the_pdf_says_all_with_its_fonts_inside_and_the_same_bytes(said):
    if pdf.cannot():
        pytest.skip("no Chinese font")
    file = make.make(AUGUST, "pdf")
    assert pdf.write(said) == file
    sheets = PdfReader(io.BytesIO(file)).pages
    texts = [squeezed(s.extract_text()) for s in sheets]
    text = "".join(texts)
    tables = ("粤省事", "注册用户数"), ("粤商通", "市场主体注册量"), ("粤政易", "开通用户")
    for platform, chart in tables:  # a table and its chart on one sheet, not two half empty ones
        (sheet,) = (s for s in texts if f"各市{platform}推广应用情况" in s)
        assert f"各市{platform}{chart}" in sheet
    for table in blocks(said, Table):
        numbers = [t for row in table.rows for t, right in zip(row, table.at_right) if right]
        assert [n for n in numbers if squeezed(n) not in text] == [], table.title
    for chart in blocks(said, Chart):
        assert [t for t in chart.texts if t not in text] == []
    fonts = [f.get_object() for s in sheets for f in s["/Resources"]["/Font"].values()]
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)
    assert all(said.head in s.extract_text().replace("\n", "") for s in sheets)


def test_without_a_chinese_font_the_sentence_names_the_package(said, monkeypatch):
    monkeypatch.setattr(pdf, "SERIF", ())
    with pytest.raises(Refused, match="fonts-noto-cjk"):
        pdf.write(said)


def test_the_annex_holds_the_official_tables_as_numbers_on_a4(at_real):
    book = openpyxl.load_workbook(io.BytesIO(make.make(AUGUST, "xlsx")))
    assert book.sheetnames[:4] == ["说明", "平台推广应用", "信息化项目", "地市推广应用"]
    assert (book["平台推广应用"]["C4"].value, book["信息化项目"]["C9"].value) == (17432.2, 1793)
    for name in book.sheetnames[1:4]:
        assert book[name].page_setup.paperSize == 9 and book[name].print_title_rows


def test_a_partial_month_says_what_it_has_not(at_real):
    said = report(JULY_2023)
    assert "本月没有地市表。" in blocks(said, str)
    assert ("数据月份", "2023 年 7 月（部分数据）") in said.masthead
    with pytest.raises(Refused, match="没有 2021-01 的月报"):
        report(dt.date(2021, 1, 1))


def test_the_command_writes_what_changed_and_the_address_gives_the_same(at_real, tmp_path, capsys):
    asked = ["2022-08", "--format", "docx,pptx,xlsx", "--out", str(tmp_path)]
    assert main(asked) == 0 and main(["latest", *asked[1:]]) == 0
    assert capsys.readouterr().out.count("没有变化") == 3
    make._made.cache_clear()
    for kind in ("docx", "pptx", "xlsx"):
        answer = ask(f"/data/report.{kind}", {"month": "2022-08"})
        assert answer.status == 200 and answer.headers["content-type"] == make.MEDIA[kind]
        assert answer.body == (tmp_path / make.name(AUGUST, kind)).read_bytes()
    assert main(["2021-01", "--out", str(tmp_path)]) == 1
    earlier = report(AUGUST).masthead[-1]
    assert main(["2022-08", "--known", "1", "--format", "docx", "--out", str(tmp_path)]) == 0
    texts = [p.text for p in Document(tmp_path / "粤数月报-2022-08.docx").paragraphs]
    assert any(t.startswith("数据时点：第 1 次入库后") for t in texts)
    assert earlier[1].startswith("第 3 次入库后")
    assert "没有参数" in ask("/data/report.pdf", {"city": "x"}).text


def test_what_cannot_be_made_is_said_and_the_others_are(at_real, tmp_path, monkeypatch, capsys):
    make._made.cache_clear()
    monkeypatch.setattr(pdf, "SERIF", ())
    asked = ["2022-08", "--format", "pdf,xlsx", "--out", str(tmp_path)]
    assert main(asked) == 1
    assert "fonts-noto-cjk" in capsys.readouterr().out
    assert [p.name for p in tmp_path.iterdir()] == ["粤数月报-2022-08-附表.xlsx"]


def test_the_units_run_a_command_that_there_is(tmp_path, monkeypatch, at_real):
    """The line of the service, with its folder, as systemd would run it."""
    unit = (ROOT / "deploy" / "kpi-report.service").read_text(encoding="utf-8")
    line = re.search(r"ExecStart=\S+/python -m paper (.+)", unit)[1]
    assert main([*line.replace("${KPI_REPORTS}", str(tmp_path)).split(), "--format", "xlsx"]) == 0
    assert "Unit=kpi-report.service" in (ROOT / "deploy" / "kpi-report.path").read_text()


def test_libreoffice_opens_word_and_slides_and_shows_their_texts(said, tmp_path):
    """Rendered by another program than the one that wrote them: no repair, no cut city."""
    program = pathlib.Path("/usr/lib/libreoffice/program")
    if not all((program / library).exists() for library in ("libswlo.so", "libsdlo.so")):
        absent("LibreOffice Writer and Impress are not installed (tests/get_packages.sh)")
    for kind in ("docx", "pptx"):
        (tmp_path / f"a-{kind}.{kind}").write_bytes(make.make(AUGUST, kind))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    files = sorted(map(str, tmp_path.glob("a-*")))
    subprocess.run([*convert, *files], check=True, capture_output=True, timeout=120)
    paper, deck = (PdfReader(tmp_path / f"a-{kind}.pdf").pages for kind in ("docx", "pptx"))
    assert len(deck) == len(said.slides) + 1
    sheets = [squeezed(p.extract_text()) for p in paper]
    values = next(t for t in blocks(said, Table) if t.title == "各市粤政易推广应用情况")
    column = values.columns["开通用户（万人）"]
    assert any(all(v in sheet for v in column) for sheet in sheets)  # on one sheet, whole
    headings = [squeezed(s.heading) for top in said.sections for _, s in top.walk()]
    ends = [re.sub(r"[—–]?\d+[—–]?$", "", sheet) for sheet in sheets[:-1]]
    assert not [(h, e[-20:]) for h in headings for e in ends if e.endswith(h)]
