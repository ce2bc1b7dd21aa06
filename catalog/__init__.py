"""What the report's names mean: platforms, indicators, stages, cities, and the targets of the
plans. Tables a person edits, and their loader."""

from catalog.areas import BELOW, LEVELS, Area, Areas
from catalog.entries import PROVINCE, REGION_CODES, REGIONS, City, Indicator, Platform, Stage
from catalog.errors import CatalogError
from catalog.loader import catalog, load_catalog
from catalog.lookup import Catalog
from catalog.names import fold
from catalog.systems import Clause, System
from catalog.targets import Target

__all__ = [
    "BELOW",
    "LEVELS",
    "PROVINCE",
    "REGIONS",
    "REGION_CODES",
    "Area",
    "Areas",
    "Catalog",
    "CatalogError",
    "City",
    "Clause",
    "Indicator",
    "Platform",
    "Stage",
    "System",
    "Target",
    "catalog",
    "fold",
    "load_catalog",
]
