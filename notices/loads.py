"""What a load did, in words without a figure."""

import pandas as pd

from words.names import DATASETS
from words.numbers import is_missing

_NAMES = DATASETS | {"area": f"{DATASETS['area']}数据"}


def takes_back(load: pd.Series) -> bool:
    return bool(load["withdrawn"]) or not is_missing(load["reverts"])


def what_happened(load: pd.Series) -> str:
    """2022-08 月报入库."""
    named = _NAMES[load["dataset"]]
    named = named if load["dataset"] == "public" else f"{load['month_text']} {named}"
    if load["withdrawn"]:
        return f"{named}撤回，该月不再公布" if load["dataset"] != "public" else f"{named}全部撤回"
    if not is_missing(load["reverts"]):
        return f"{named}退回到上一版本（撤回第 {int(load['reverts'])} 次入库）"
    return f"{named}{'（部分）' if load['partial'] else ''}入库"
