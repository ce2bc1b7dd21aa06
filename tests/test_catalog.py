"""The catalogue: complete, consistent, and the only thing to change for a new indicator."""

import datetime as dt
import shutil

import pytest
from streamlit.testing.v1 import AppTest

from catalog import CatalogError, catalog, load_catalog, loader
from catalog.labels import indicator_label
from ingest.changes.publish import publish
from ingest.cover import Cover
from ingest.forms.report import write_report
from ingest.pipeline import check_workbook
from tests.conftest import AUGUST
from warehouse import configured_warehouse, queries


def test_it_holds_the_report():
    known = catalog()
    per_platform = [
        sum(i.platform == p.code for i in known.indicators_of("platform")) for p in known.platforms
    ]
    assert [p.name for p in known.platforms] == [
        "粤省事",
        "粤商通",
        "粤政易",
        "粤省心",
        "广东政务服务网",
        "粤智助",
    ]
    assert per_platform == [11, 6, 6, 3, 5, 9]
    assert [i.name for i in known.indicators_of("city")] == [
        "上线事项",
        "注册用户数",
        "APP安装量",
        "市场主体注册量",
        "覆盖率",
        "月活跃用户数",
        "开通用户",
        "日活率",
    ]
    assert [(i.code, i.measures) for i in known.indicators_of("project")] == [
        ("project_count", ("cumulative", "monthly")),
        ("project_amount", ("cumulative",)),
    ]
    assert [s.name for s in known.stages] == [
        "准备",
        "采购",
        "实施",
        "验收",
        "已完成验收",
        "已取消",
        "合计",
    ]


def test_the_cities_stand_in_official_order_with_their_people():
    cities = catalog().cities
    assert [c.name for c in cities] == [
        "广州",
        "深圳",
        "珠海",
        "汕头",
        "佛山",
        "韶关",
        "河源",
        "梅州",
        "惠州",
        "汕尾",
        "东莞",
        "中山",
        "江门",
        "阳江",
        "湛江",
        "茂名",
        "肇庆",
        "清远",
        "潮州",
        "揭阳",
        "云浮",
    ]
    assert round(sum(c.population_10k for c in cities), 2) == 12601.27
    assert sum(c.region == "珠三角" for c in cities) == 9


def test_labels_name_one_indicator_each():
    labels = [indicator_label(i) for i in catalog().indicators]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("platform", "label", "code", "unit"),
    [
        ("citizen", "实名注册用户数(单位:万)", "citizen_registered_users", "万"),
        ("citizen", " 实名注册用户数（单位：万）", "citizen_registered_users", "万"),
        ("portal", "政务服务事项（万 项）", "portal_services", "万项"),
        ("portal", "其中：差评数", "portal_bad_reviews", None),
        ("office", "电子公文交换系统应用单位（省）", "office_provincial_units", None),
        ("kiosk", "总访问量（万）", "kiosk_visits", "万"),
        ("portal", "总访问量（万）", "portal_visits", "万"),
    ],
)
def test_a_label_is_found_however_it_is_typed(platform, label, code, unit):
    indicator, written = catalog().find_indicator("platform", platform, label)
    assert (indicator.code, written) == (code, unit)


@pytest.mark.parametrize("label", ["广州", "广州市", " 广 州 "])
def test_a_city_is_found_with_or_without_its_suffix(label):
    assert catalog().find_city(label).code == "440100"


_ROW = (
    "test_visits,platform,kiosk,{name},{name}(万),万,1,{kind},cumulative "
    "monthly,{additive},higher,,,,,2022-09,,,测试用"
)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (_ROW.format(name="测试访问量", kind="level", additive="yes"), "kind is 'level'"),
        (
            _ROW.format(name="测试访问量", kind="rate", additive="yes"),
            "a rate is in % and never additive",
        ),
        (_ROW.format(name="总访问量", kind="stock", additive="yes"), "share the name"),
        (
            _ROW.format(name="测试访问量", kind="stock", additive="yes").replace("kiosk", "kiosks"),
            "unknown platform 'kiosks'",
        ),
        (
            _ROW.format(name="测试访问量", kind="stock", additive="yes").replace(
                "test_visits", "kiosk_visits"
            ),
            "two rows share a code",
        ),
    ],
)
def test_a_contradiction_is_loud(tmp_path, row, said):
    folder = _copied(tmp_path, row)
    with pytest.raises(CatalogError, match=said):
        load_catalog(folder)


def test_an_indicator_is_one_row_and_nothing_else(tmp_path, monkeypatch, august):
    """One row: the next month's workbook with it is accepted, stored, ranked among the platform's
    indicators and drawn."""
    folder = _copied(tmp_path, _ROW.format(name="园区自助机访问量", kind="stock", additive="yes"))
    monkeypatch.setattr(loader, "FOLDER", folder)
    catalog.cache_clear()
    try:
        tokens = {
            (o.indicator_code, o.member_code, o.measure): o.token
            for o in check_workbook(august, "2022-08.xlsx", catalog()).observations
        }
        tokens |= {
            ("test_visits", "440000", "cumulative"): "12.3",
            ("test_visits", "440000", "monthly"): "1.2",
        }
        workbook = write_report(Cover(dt.date(2022, 9, 1)), tokens, catalog())
        checked = check_workbook(workbook, "2022-09.xlsx", catalog())
        assert checked.tables == {"platform": 41, "project": 7, "city": 21}
        publish(configured_warehouse(), checked, "test", catalog())
        table = queries.overview.platform_table(dt.date(2022, 9, 1)).set_index("indicator_name")
        assert table.loc["园区自助机访问量", ["cumulative", "monthly"]].tolist() == [12.3, 1.2]
        assert round(table.loc["园区自助机访问量", "mom"], 2) == 10.81
        page = AppTest.from_file("../ui/menu.py", default_timeout=30)
        page.query_params = {"indicators": "粤智助 · 园区自助机访问量"}
        page.run()
        page.switch_page("../pages/trends.py").run()
        assert page.multiselect(key="indicators").value == ["test_visits"]
        assert not check_workbook(
            august, "2022-08.xlsx", catalog()
        ).blocked  # the months before it do not miss it
    finally:
        catalog.cache_clear()


def test_the_months_before_a_new_indicator_do_not_miss_it():
    assert all(i.expected_in(AUGUST) for i in catalog().indicators)


def _copied(tmp_path, row: str):
    folder = tmp_path / "catalog"
    folder.mkdir()
    for path in loader.FOLDER.glob("*.csv"):
        shutil.copy(path, folder)
    with open(folder / "indicator.csv", "a", encoding="utf-8") as f:
        f.write(row + "\n")
    return folder


def test_two_cities_on_one_tile_are_refused(tmp_path):
    for path in loader.FOLDER.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(
            text.replace("1756.01,3,5", "1756.01,2,4"), encoding="utf-8"
        )
    with pytest.raises(CatalogError, match="two cities share a tile"):
        load_catalog(tmp_path)
