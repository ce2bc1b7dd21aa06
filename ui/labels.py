"""Names of choices as the screen and the URL show them; the addresses also take the code, which never changes."""

from catalog import PROVINCE, Catalog, Indicator, catalog


def indicator_label(indicator: Indicator, vocabulary: Catalog | None = None) -> str:
    """粤省事 · 实名注册用户数"""
    platforms = {p.code: p.name for p in (vocabulary or catalog()).platforms}
    return f"{platforms.get(indicator.platform, '信息化项目')} · {indicator.name}"


def labels_by_code() -> dict[str, dict[str, str]]:
    """URL parameter → code → label, for every choice that has a code."""
    vocabulary = catalog()
    return {
        "indicator": {i.code: indicator_label(i, vocabulary) for i in vocabulary.indicators},
        "platform": {p.code: p.name for p in vocabulary.platforms},
        "city": {c.code: c.name for c in vocabulary.cities},
        "member": {c.code: c.name for c in (*vocabulary.cities, *vocabulary.stages)} | {PROVINCE: "全省"},
        "measure": {"cumulative": "累计", "monthly": "当月", "year_to_date": "当年"},
    }
