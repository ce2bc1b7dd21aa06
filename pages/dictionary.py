"""数据字典: what does each indicator mean?"""

from ui.dictionary import blocks
from ui.page import card, head
from warehouse import queries

right = head("数据字典")
indicators = queries.dictionary.dictionary()
search = blocks.ask(right)
blocks.versions(queries.common.loads())

found = blocks.matching(indicators, search)
with card(f"指标 {len(found)} 项", blocks.COMPLETE_HELP):
    blocks.indicator_table(found)
    blocks.systems_of(found)
blocks.cities_and_stages(search)
blocks.counties_and_towns(search)
