"""What 记录 asks."""

import pandas as pd

from warehouse.reader import reader


def load_changes(load: int) -> pd.DataFrame:
    """One row per cell in which a load differs from the one before it of the same month, at most
    1,000: kind, old and new token, place; of_kind, of_all."""
    return reader().ask(
        "load_changes", load=load, earlier=int(earlier_load(load)["load_id"].iloc[0])
    )


def earlier_load(load: int) -> pd.DataFrame:
    """One row: load_id of the load before it of the same month and kind, -1 where it is the
    first."""
    return reader().ask("earlier_load", load=load)


def load_reasons(load: int) -> pd.DataFrame:
    """One row per reason given with a load: code, place, message, reason."""
    return reader().ask("load_reasons", load=load)


def load_workbook(load: int) -> pd.DataFrame:
    """One row: file_name and the bytes of a load's workbook."""
    return reader().ask("load_workbook", load=load)


def seals() -> pd.DataFrame:
    """One row per sealing (封账) or unsealing of a month, newest first: seal_id, sealed, month,
    act, author, written_at (UTC), reason, holds (the month is sealed by it now)."""
    return reader().ask("seals")
