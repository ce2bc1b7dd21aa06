"""One function per question, a module for the page that asks it.

Each names its grain; the answer is a frame that the caller may change freely.
"""

from warehouse.queries import (
    areas,
    balance,
    cities,
    city,
    common,
    dictionary,
    download,
    history,
    notices,
    overview,
    projects,
    quality,
    source,
    systems,
    targets,
    trends,
)

__all__ = [
    "areas",
    "balance",
    "cities",
    "city",
    "common",
    "dictionary",
    "download",
    "history",
    "notices",
    "overview",
    "projects",
    "quality",
    "source",
    "systems",
    "targets",
    "trends",
]
