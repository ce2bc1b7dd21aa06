"""Renders a month the many ways people do: tables anywhere, headers merged or not, rows and columns
in another order, names and numbers restyled."""

import datetime as dt
import io
import random
import re

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from catalog import PROVINCE, Catalog, Indicator
from ingest.cover import Key

WIDE = str.maketrans("0123456789.,%-()", "０１２３４５６７８９．，％－（）")


class Renderer:
    """One way to lay a month out, decided by a seed."""

    def __init__(
        self,
        seed: int,
        catalog: Catalog,
        month: dt.date,
        tokens: dict[Key, str],
        as_printed: bool = False,
    ):
        self.chance, self.catalog, self.month, self.tokens = (
            random.Random(seed),
            catalog,
            month,
            tokens,
        )
        self.as_printed = as_printed  # figures as text, exactly as they are printed
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
        header = self.chance.random() < 0.6, self.chance.random() < 0.5  # two rows, names low
        at = {
            name: left + order.index(n)
            for n, name in enumerate(("platform", "name", "cumulative", "monthly"))
        }
        if remarks := self.chance.random() < 0.3:
            at["remark"] = left + 4
        groups = [
            [i for i in self.catalog.indicators_of("platform") if i.platform == p.code]
            for p in self.shuffled(list(self.catalog.platforms))
        ]
        style = self.chance.choice(["merged", "first", "repeated"])
        rows = [i for group in groups for i in self.shuffled(group)]
        rows = self.shuffled(rows) if style == "repeated" else rows
        row = self.platform_header(sheet, top, at, *header)
        page_break = self.chance.randint(5, 35) if self.chance.random() < 0.4 else None
        start, previous = row, None
        for n, i in enumerate(rows):
            if n == page_break:
                self.merge_column(sheet, start, row - 1, at["platform"], style)
                row, previous = self.platform_header(sheet, row, at, *header), None
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
            if remarks and self.chance.random() < 0.2:
                sheet.cell(
                    row, at["remark"], self.chance.choice(["自2021年7月起按新口径统计", "3"])
                )
            row += 1
        self.merge_column(sheet, start, row - 1, at["platform"], style)
        return self.note(sheet, row - 1, left), left + 3 + remarks

    def remark(self, sheet: Worksheet, row: int, at: dict[str, int]) -> None:
        if "remark" in at and self.chance.random() < 0.2:
            said = self.chance.choice(["自2021年7月起按新口径统计", "3"])
            sheet.cell(row, at["remark"], said)

    def note(self, sheet: Worksheet, bottom: int, column: int) -> int:
        """A note right below the table or a row further down, of any month."""
        if self.chance.random() < 0.7:
            return bottom
        bottom += self.chance.choice([1, 2])
        sheet.cell(bottom, column, "注：自2021年7月起按新口径统计；2020年1月数据含试点。")
        return bottom

    def platform_header(
        self, sheet: Worksheet, row: int, at: dict[str, int], two: bool, low: bool
    ) -> int:
        """One or two rows, names in the upper or the lower one; returns the row below."""
        if two:
            left, right = sorted((at["cumulative"], at["monthly"]))
            sheet.cell(row, left, "统计数据")
            if right - left == 1 and self.chance.random() < 0.5:
                sheet.merge_cells(start_row=row, end_row=row, start_column=left, end_column=right)
            row += 1
        names = row - (two and not low)
        sheet.cell(names, at["platform"], "平台")
        sheet.cell(names, at["name"], "主要指标")
        if "remark" in at:
            sheet.cell(names, at["remark"], "备注")
        sheet.cell(row, at["cumulative"], self.restyled(self.dated("累计")))
        new = self.chance.choice([self.dated("新增"), "当月新增", "新增", "当月"])
        sheet.cell(row, at["monthly"], self.restyled(new))
        return row + 1

    def dated(self, name: str) -> str:
        """A header with or without the month."""
        year = self.chance.choice(["", f"{self.month.year}年"])
        month = f"{year}{self.month.month}月"
        if name == "累计":
            return self.chance.choice(
                [
                    "累计",
                    f"截至{month}底累计",
                    f"累计（截至{month}底）",
                    f"{month}累计",
                    f"截至{month}底",
                ]
            )
        return self.chance.choice([f"{month}{name}", f"{month}份{name}"])

    def project_table(self, sheet: Worksheet, top: int, left: int) -> tuple[int, int]:
        columns = [
            ("project_count", "cumulative", "数量累计(个)"),
            ("project_count", "monthly", self.dated("数量变化(个)")),
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
        how = {
            "style": self.chance.choice(["merged", "first", "repeated", "none"]),
            "units": self.chance.random() < 0.3,
            "names": self.chance.choice([0, 1]),  # the row of 序号 and 地区
            "key": self.chance.choice(["地区", "地市", "城市"]),
        }
        serial = self.chance.random() < 0.5
        first = left + 1 + serial
        row = self.city_header(sheet, top, first, serial, indicators, how)
        cities, bottom = self.shuffled(list(self.catalog.cities)), top
        page_break = self.chance.randint(3, 18) if self.chance.random() < 0.3 else None
        for n, city in enumerate(cities):
            if n == page_break and self.chance.random() < 0.5:  # goes on to the right
                bottom, shift = row, first + len(indicators) + self.chance.choice([0, 1]) - left
                left, first = left + shift, first + shift
                row = self.city_header(sheet, top, first, serial, indicators, how)
            elif n == page_break:
                row = self.city_header(sheet, row, first, serial, indicators, how)
            if serial:
                sheet.cell(row, left, n + 1)
            sheet.cell(
                row, left + serial, self.restyled(city.name + self.chance.choice(["", "市"]))
            )
            for c, i in enumerate(indicators, first):
                self.put(sheet, row, c, self.tokens[i.code, city.code, i.measures[0]], i)
            row += 1
        for label, some in self.sums():
            self.city_total(sheet, row, left + serial, first, indicators, label, some)
            row += 1
        if self.chance.random() < 0.3:
            sheet.row_dimensions[top + 5].hidden = True
        return self.note(sheet, max(bottom, row) - 1, left), first + len(indicators) - 1

    def city_header(
        self,
        sheet: Worksheet,
        top: int,
        first: int,
        serial: bool,
        indicators: list[Indicator],
        how: dict,
    ) -> int:
        """Platforms over names, and perhaps units below them; returns the row below."""
        names = {p.code: p.name for p in self.catalog.platforms}
        style, start = how["style"], first
        sheet.cell(top + how["names"], first - 1, how["key"])
        if serial:
            sheet.cell(top + how["names"], first - 2, "序号")
        for n, i in enumerate(indicators, first):
            new_group = n == first or indicators[n - first - 1].platform != i.platform
            if style != "none" and (new_group or style == "repeated"):
                sheet.cell(top, n, self.restyled(names[i.platform]))
            if new_group and n > first and style == "merged" and n - 1 > start:
                sheet.merge_cells(start_row=top, end_row=top, start_column=start, end_column=n - 1)
            start = n if new_group else start
            name, bracket, unit = i.label.partition("(")
            if how["units"] and bracket:
                sheet.cell(top + 1, n, self.restyled(name))
                sheet.cell(top + 2, n, self.chance.choice(["", "单位："]) + unit.rstrip(")"))
            else:
                sheet.cell(top + 1, n, self.restyled(i.label))
        return top + 2 + how["units"]

    def sums(self) -> list[tuple[str, list]]:
        """Labels of rows of sums, and the cities they add up."""
        every = [("合计", self.catalog.cities)] + [
            (f"{region}小计", [c for c in self.catalog.cities if c.region == region])
            for region in ("珠三角", "粤东")
        ]
        return [s for s in every if self.chance.random() < 0.25]

    def city_columns(self) -> list[Indicator]:
        """Shuffled within and between platforms, groups kept together."""
        groups: dict[str, list[Indicator]] = {}
        for i in self.catalog.indicators_of("city"):
            groups.setdefault(i.platform, []).append(i)
        return [i for group in self.shuffled(list(groups.values())) for i in self.shuffled(group)]

    def city_total(self, sheet: Worksheet, row, label_column, first, indicators, label, some):
        sheet.cell(row, label_column, label)
        for n, i in enumerate(indicators, first):
            values = [
                float(self.tokens[i.code, c.code, i.measures[0]] or "nan")
                for c in some
                if i.additive
            ]
            if values and all(v == v for v in values):
                sheet.cell(row, n, f"{sum(values):.{i.decimals}f}")

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
        ways = ["as is", "number", "general", "grouped", "wide", "suffix"]
        way = "as is" if self.as_printed else self.chance.choice(ways)
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
