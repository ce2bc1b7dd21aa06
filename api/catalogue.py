"""/data/catalog.json: what there is to ask for, for programs."""

from catalog import catalog
from catalog.owners import owner_of
from export.about import COLUMNS, simulated
from warehouse import queries
from words.names import CHOSEN_BY, LAYOUTS, ORIGINS, TABLES


def describe() -> dict:
    """Indicators with definition, unit, kind and months; platforms, cities, stages; names of
    measures, tables, origins; columns; versions."""
    known, loads = catalog(), queries.common.loads()
    return {
        "catalogue_version": known.version,
        "last_load": int(loads["load_id"].max()) if len(loads) else None,
        "simulated": simulated(),
        "months": queries.common.figure_months()["month_text"].tolist(),
        "columns": COLUMNS,
        "tables": TABLES,
        "measures": CHOSEN_BY,
        "origins": ORIGINS,
        "layouts": LAYOUTS,
        "platforms": {p.code: p.name for p in known.platforms},
        "cities": {
            c.code: {"name": c.name, "region": c.region, "population_10k": c.population_10k}
            for c in known.cities
        },
        "areas": {
            a.code: {"name": a.name, "level": a.level, "parent": a.parent}
            for a in known.areas.all
            if a.parent
        },
        "stages": {s.code: {"name": s.name, "definition": s.definition} for s in known.stages},
        "indicators": [
            _indicator(row) for row in queries.dictionary.dictionary().to_dict("records")
        ],
    }


def _indicator(row: dict) -> dict:
    entry = catalog().indicator(row["indicator_code"])
    return {
        "code": entry.code,
        "name": entry.name,
        "label": entry.label,
        "table": entry.table,
        "platform": entry.platform or None,
        "unit": entry.unit,
        "decimals": entry.decimals,
        "kind": entry.kind,
        "measures": list(entry.measures),
        "monthly": entry.monthly or None,
        "additive": entry.additive,
        "down_to": entry.down_to or None,
        "better": entry.better,
        "definition": entry.definition,
        "owner": owner_of(entry).owner,
        "contact": owner_of(entry).contact or None,
        "first_month": row["first_text"] or None,
        "last_month": row["last_text"] or None,
        "figures": int(row["figures"]),
    }
