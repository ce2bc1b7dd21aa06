"""What 数据字典 asks."""

import pandas as pd

from warehouse.reader import reader


def dictionary() -> pd.DataFrame:
    """One row per indicator of the catalogue: what it is, first and last month, figures by origin,
    cells and expected cells of the reports."""
    return reader().ask("dictionary")
