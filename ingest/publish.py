"""Publishes a checked workbook: all of it or nothing, and nothing a second time."""

import contextlib
import pathlib
from dataclasses import dataclass

from catalog import Catalog
from ingest.pipeline import Checked
from warehouse import publisher, vocabulary


@dataclass(frozen=True)
class Published:
    """load_id: the number of this load, or of the earlier load that already holds the same file (`new` is False then)."""

    load_id: int
    new: bool


def publish(path: pathlib.Path, checked: Checked, user: str, catalog: Catalog) -> Published:
    """Append the workbook to the warehouse at `path`. Raises ValueError if it was not accepted."""
    if not checked.accepted:
        raise ValueError(f"{checked.file_name} has blocking problems and cannot be published")
    with contextlib.suppress(publisher.Unchanged), publisher.change(path, catalog) as con:
        known = con.execute("SELECT min(load_id) FROM load WHERE sha256 = $1", [checked.sha256]).fetchone()[0]
        if known:
            raise publisher.Unchanged
        return Published(publisher.insert_load(con, _load(checked, user), checked.observations, checked.citations), new=True)
    return Published(known, new=False)


def refresh_vocabulary(path: pathlib.Path, catalog: Catalog) -> bool:
    """Bring the catalogue and the views in the warehouse up to date; True if they had changed."""
    if path.exists() and publisher.read(path, "SELECT value FROM meta WHERE key = 'vocabulary'") == [(vocabulary.version(catalog),)]:
        return False
    with publisher.change(path, catalog) as con:
        vocabulary.write(con, catalog)
    return True


def holds_simulated(path: pathlib.Path) -> bool | None:
    """Whether the warehouse holds simulated months; None while it holds nothing."""
    return publisher.read(path, "SELECT bool_or(simulated) FROM load")[0][0] if path.exists() else None


def _load(checked: Checked, user: str) -> publisher.Load:
    cover = checked.cover
    origin = "public" if checked.dataset == "public" or cover.source_url else "report"
    return publisher.Load(
        dataset=checked.dataset, month=checked.month, origin=origin, partial=bool(cover and cover.partial), simulated=bool(cover and cover.simulated),
        issue_no=cover and cover.issue_no, issued_on=cover and cover.issued_on, source_title=cover and cover.source_title,
        source_url=cover and cover.source_url, file_name=checked.file_name, sha256=checked.sha256, workbook=checked.data, loaded_by=user,
    )  # fmt: skip
