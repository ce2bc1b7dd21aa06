"""数据字典: what does each indicator mean?"""

from ui import dictionary
from ui.page import card, head
from warehouse import queries

right = head("数据字典")
indicators = queries.dictionary()
search = dictionary.ask(right)
dictionary.versions(queries.loads())

found = dictionary.matching(indicators, search)
with card(f"指标 {len(found)} 项", dictionary.COMPLETE_HELP):
    dictionary.indicator_table(found)
dictionary.cities_and_stages(search)
dictionary.counties_and_towns(search)
