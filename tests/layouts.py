"""Renders a month the many ways people do: tables anywhere, headers merged or not, rows and columns
in another order, names and numbers restyled."""

import datetime as dt
import io
import random
import re

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from catalog import PROVINCE, Catalog, Indicator
from ingest.forms.report import Key

WIDE = str.maketrans("0123456789.,%-()", "０１２３４５６７８９．，％－（）")


class Renderer:
    """One way to lay a month out, decided by a seed."""

    def __init__(self, seed: int, catalog: Catalog, month: dt.date, tokens: dict[Key, str]):
        self.chance, self.catalog, self.month, self.tokens = (
            random.Random(seed),
            catalog,
            month,
            tokens,
        )
        self.book = Workbook()

    def render(self) -> bytes:
        tables = [self.platform_table, self.project_table, self.city_table]
        self.chance.shuffle(tables)
        self.arrange(tables)
        self.cover()
        for n in range(self.chance.choice((0, 0, 1, 2))):
            extra = self.book.create_sheet(f"附{n}")
            extra["B2"] = self.chance.choice(["备注：数据来自各处室", "联系人 张三", "修订说明"])
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()

    def arrange(self, tables) -> None:
        """Each table on a sheet of its own, all below one another, or side by side."""
        way = self.chance.choice(["sheets", "sheets", "stacked", "beside"])
        sheet = self.book.active
        row, column = self.chance.randint(1, 6), self.chance.randint(1, 4)
        for n, table in enumerate(tables):
            if way == "sheets" and n:
                sheet = self.book.create_sheet(
                    self.chance.choice(["表", "Sheet", "数据"]) + str(n + 2)
                )
                row, column = self.chance.randint(1, 6), self.chance.randint(1, 4)
            bottom, right = table(sheet, row, column)
            row, column = (
                (bottom + self.chance.randint(2, 4), column)
                if way == "stacked"
                else (row, right + self.chance.randint(2, 3))
            )
        if way == "sheets" and self.chance.random() < 0.2:
            sheet.sheet_state = "hidden"

    def cover(self) -> None:
        sheet = self.book.create_sheet(
            self.chance.choice(["说明", "封面", "Sheet9"]), self.chance.choice([0, 3])
        )
        at = self.chance.randint(1, 5)
        said = self.chance.choice(
            [
                f"{self.month.year}年{self.month.month}月",
                f"{self.month:%Y-%m}",
                f"{self.month.year}/{self.month.month}",
                self.month,
                (self.month - dt.date(1899, 12, 30)).days,
            ]
        )
        if isinstance(said, str) and self.chance.random() < 0.5:
            sheet.cell(at, 2, f"数据月份：{said}")
        else:
            sheet.cell(at, 2, "数据月份")
            sheet.cell(at, 3, said)

    # the tables; each returns its last row and column

    def platform_table(self, sheet: Worksheet, top: int, left: int) -> tuple[int, int]:
        order = self.shuffled([0, 1, 2, 3])  # platform, name, 累计, 新增
        at = {
            name: left + order.index(n)
            for n, name in enumerate(("platform", "name", "cumulative", "monthly"))
        }
        groups = [
            [i for i in self.catalog.indicators_of("platform") if i.platform == p.code]
            for p in self.shuffled(list(self.catalog.platforms))
        ]
        style = self.chance.choice(["merged", "first", "repeated"])
        rows = [i for group in groups for i in self.shuffled(group)]
        if style == "repeated" and self.chance.random() < 0.5:
            rows = self.shuffled(rows)
        row = self.platform_header(sheet, top, at)
        page_break = self.chance.randint(5, 35) if self.chance.random() < 0.4 else None
        start, previous = row, None
        for n, i in enumerate(rows):
            if n == page_break:
                self.merge_column(sheet, start, row - 1, at["platform"], style)
                row, previous = self.platform_header(sheet, row, at), None
            if i.platform != previous:
                if previous is not None:
                    self.merge_column(sheet, start, row - 1, at["platform"], style)
                start = row
            if i.platform != previous or style == "repeated":
                label = next(p.label for p in self.catalog.platforms if p.code == i.platform)
                sheet.cell(row, at["platform"], self.restyled(label))
            previous = i.platform
            sheet.cell(row, at["name"], self.restyled(i.label))
            for measure in ("cumulative", "monthly"):
                self.put(
                    sheet, row, at[measure], self.tokens.get((i.code, PROVINCE, measure), ""), i
                )
            row += 1
        self.merge_column(sheet, start, row - 1, at["platform"], style)
        return row - 1, left + 3

    def platform_header(self, sheet: Worksheet, row: int, at: dict[str, int]) -> int:
        """One or two rows; returns the row below."""
        if self.chance.random() < 0.6:
            sheet.cell(row, min(at["cumulative"], at["monthly"]), "统计数据")
            if abs(at["cumulative"] - at["monthly"]) == 1 and self.chance.random() < 0.5:
                sheet.merge_cells(
                    start_row=row,
                    end_row=row,
                    start_column=min(at["cumulative"], at["monthly"]),
                    end_column=max(at["cumulative"], at["monthly"]),
                )
            row += 1
        sheet.cell(row, at["name"], "主要指标")
        sheet.cell(row, at["cumulative"], self.restyled("累计"))
        sheet.cell(
            row,
            at["monthly"],
            self.restyled(self.chance.choice([f"{self.month.month}月新增", "当月新增", "新增"])),
        )
        return row + 1

    def project_table(self, sheet: Worksheet, top: int, left: int) -> tuple[int, int]:
        columns = [
            ("project_count", "cumulative", "数量累计(个)"),
            ("project_count", "monthly", f"{self.month.month}月数量变化(个)"),
            ("project_amount", "cumulative", "项目批复金额(万元)"),
        ]
        columns = self.shuffled(columns)
        for n, (_, _, label) in enumerate(columns, left + 1):
            sheet.cell(top, n, self.restyled(label))
        sheet.cell(top, left, "阶段")
        for row, stage in enumerate(self.shuffled(list(self.catalog.stages)), top + 1):
            sheet.cell(row, left, self.restyled(stage.label))
            for n, (code, measure, _) in enumerate(columns, left + 1):
                self.put(
                    sheet,
                    row,
                    n,
                    self.tokens[code, stage.code, measure],
                    self.catalog.indicator(code),
                )
        return top + len(self.catalog.stages), left + 3

    def city_table(self, sheet: Worksheet, top: int, left: int) -> tuple[int, int]:
        indicators = self.city_columns()
        style = self.chance.choice(["merged", "first", "repeated", "none"])
        serial = self.chance.random() < 0.5
        first = left + 1 + serial
        if serial:
            sheet.cell(top + 1, left, "序号")
        sheet.cell(top + 1, left + serial, self.chance.choice(["地区", "地市", "城市"]))
        self.city_header(sheet, top, first, indicators, style)
        cities = self.shuffled(list(self.catalog.cities))
        for row, city in enumerate(cities, top + 2):
            if serial:
                sheet.cell(row, left, row - top - 1)
            sheet.cell(
                row, left + serial, self.restyled(city.name + self.chance.choice(["", "市"]))
            )
            for n, i in enumerate(indicators, first):
                self.put(sheet, row, n, self.tokens[i.code, city.code, i.measures[0]], i)
        bottom = top + 1 + len(cities)
        if self.chance.random() < 0.4:
            bottom = self.city_total(sheet, bottom + 1, left + serial, first, indicators)
        if self.chance.random() < 0.3:
            sheet.row_dimensions[top + 5].hidden = True
        return bottom, first + len(indicators) - 1

    def city_header(
        self, sheet: Worksheet, top: int, first: int, indicators: list[Indicator], style: str
    ) -> None:
        names = {p.code: p.name for p in self.catalog.platforms}
        start = first
        for n, i in enumerate(indicators, first):
            new_group = n == first or indicators[n - first - 1].platform != i.platform
            if style != "none" and (new_group or style == "repeated"):
                sheet.cell(top, n, self.restyled(names[i.platform]))
            if new_group and n > first and style == "merged" and n - 1 > start:
                sheet.merge_cells(start_row=top, end_row=top, start_column=start, end_column=n - 1)
            start = n if new_group else start
            sheet.cell(top + 1, n, self.restyled(i.label))

    def city_columns(self) -> list[Indicator]:
        """Shuffled within and between platforms, groups kept together."""
        groups: dict[str, list[Indicator]] = {}
        for i in self.catalog.indicators_of("city"):
            groups.setdefault(i.platform, []).append(i)
        return [i for group in self.shuffled(list(groups.values())) for i in self.shuffled(group)]

    def city_total(
        self, sheet: Worksheet, row: int, label_column: int, first: int, indicators: list[Indicator]
    ) -> int:
        sheet.cell(row, label_column, self.chance.choice(["合计", "总计"]))
        for n, i in enumerate(indicators, first):
            values = [
                float(self.tokens[i.code, c.code, i.measures[0]] or "nan")
                for c in self.catalog.cities
                if i.additive
            ]
            if values and all(v == v for v in values):
                sheet.cell(row, n, f"{sum(values):.{i.decimals}f}")
        return row

    # how names and numbers are typed

    def restyled(self, label: str) -> str:
        """The same name with other brackets, spaces, line breaks, width or quotes."""
        way = self.chance.choice(
            ["as is", "as is", "brackets", "spaces", "wide", "break", "quotes"]
        )
        if way == "brackets":
            return label.translate(str.maketrans("()（）", "（）()"))
        if way == "spaces":
            return f" {label[0]} {label[1:]}　"
        if way == "wide":
            return label.translate(WIDE)
        if way == "break":
            return label.replace("(", "\n(").replace("（", "\n（")
        return label.replace("“", '"').replace("”", '"') if way == "quotes" else label

    def put(
        self, sheet: Worksheet, row: int, column: int, token: str, indicator: Indicator
    ) -> None:
        """A token as printed text, as a number with a format, or as text typed another way."""
        if not token:
            return
        plain = re.sub("[万亿,]", "", token)
        percent = plain.endswith("%")
        number, places = float(plain.rstrip("%")), len(plain.rstrip("%").partition(".")[2])
        cell = sheet.cell(row, column)
        way = self.chance.choice(["as is", "number", "general", "grouped", "wide", "suffix"])
        if way == "number" and percent:
            cell.value, cell.number_format = (
                round(number / 100, places + 2),
                "0." + "0" * places + "%" if places else "0%",
            )
        elif way == "number":
            cell.value, cell.number_format = number, "#,##0." + "0" * places if places else "#,##0"
        elif way == "general" and not percent:
            cell.value = int(number) if places == 0 else number
        elif way == "grouped" and not percent:
            cell.value = f"{number:,.{places}f}"
        elif way == "suffix" and indicator.unit[0] in "万亿":
            cell.value = plain + indicator.unit[0]
        else:
            cell.value = plain.translate(WIDE) if way == "wide" else token

    def merge_column(
        self, sheet: Worksheet, top: int, bottom: int, column: int, style: str
    ) -> None:
        if style == "merged" and bottom > top:
            sheet.merge_cells(start_row=top, end_row=bottom, start_column=column, end_column=column)

    def shuffled(self, things: list) -> list:
        if self.chance.random() < 0.5:
            things = list(things)
            self.chance.shuffle(things)
        return things
