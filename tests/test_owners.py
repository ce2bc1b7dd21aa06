"""责任单位: from the operator's own file, 未指定 without a row, loud where it is wrong."""

import json
import os

import pytest

from catalog import CatalogError, catalog, owners
from tests.addresses import ask
from tests.tables_on_page import tables
from tests.test_pages import show

OWN = "code,owner,contact\nhotline,12345 处,020-12345\nhotline_answer_rate,话务科,\n"


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "owners.csv"
    path.write_text(OWN, encoding="utf-8-sig")  # as Excel saves it
    monkeypatch.setenv("KPI_OWNERS", str(path))
    return path


def test_the_dictionary_names_who_answers(file, real, monkeypatch):
    found = tables(show("dictionary", monkeypatch, real))[0].set_index("代码")
    assert found.loc["hotline_answer_rate", ["责任单位", "联系方式"]].tolist() == ["话务科", ""]
    others = found[(found["平台"] == "粤省心") & (found.index != "hotline_answer_rate")]
    assert set(others["责任单位"]) == {"12345 处"} and set(others["联系方式"]) == {"020-12345"}
    assert set(found[found["平台"] == "粤省事"]["责任单位"]) == {"未指定"}
    found = tables(show("dictionary", monkeypatch, real, find="话务科"))[0]
    assert found["代码"].tolist() == ["hotline_answer_rate"]
    said = {i["code"]: i for i in json.loads(ask("/data/catalog.json").body)["indicators"]}
    assert (said["hotline_answer_rate"]["owner"], said["citizen_services"]["owner"]) == (
        "话务科",
        "未指定",
    )


@pytest.mark.parametrize(
    "text",
    [
        "code,owner\n",
        f"{OWN}no_such,某处,\n",
        f"{OWN}hotline,又一处,\n",
        f"{OWN}citizen,,\n",
        f"{OWN}a\n",
    ],
)
def test_a_wrong_file_is_refused_at_start_and_later_the_last_good_one_stays(file, text):
    rate = catalog().indicator("hotline_answer_rate")
    assert owners.owner_of(rate).owner == "话务科"
    wrong = file.with_name("wrong.csv")
    wrong.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch, pytest.raises(CatalogError, match="row"):
        patch.setenv("KPI_OWNERS", str(wrong))
        owners.require_sound()
    file.write_text(text, encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert owners.owner_of(rate).owner == "话务科"
