"""What the report's names mean: platforms, indicators, stages, cities. Tables a person edits, and their loader."""

from catalog.loader import PROVINCE, REGIONS, Catalog, City, Indicator, Platform, Stage, catalog, load_catalog
from catalog.names import CatalogError, fold

__all__ = ["PROVINCE", "REGIONS", "Catalog", "CatalogError", "City", "Indicator", "Platform", "Stage", "catalog", "fold", "load_catalog"]
