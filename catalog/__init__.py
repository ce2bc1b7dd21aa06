"""What the report's names mean: platforms, indicators, stages, cities, and the targets of the plans. Tables a person edits, and their loader."""

from catalog.errors import CatalogError
from catalog.loader import PROVINCE, REGIONS, Catalog, City, Indicator, Platform, Stage, catalog, load_catalog
from catalog.names import fold
from catalog.targets import Target

__all__ = ["PROVINCE", "REGIONS", "Catalog", "CatalogError", "City", "Indicator", "Platform", "Stage", "Target", "catalog", "fold", "load_catalog"]
