"""数值出处: where does this number come from?"""

from ui.page import card, head
from ui.pickers import pick_one, pick_segment
from ui.source import blocks
from warehouse import queries

head("数值出处")
known = queries.common.indicators_with_data()
blocks.stop_if_empty(known)

indicator = pick_one("指标", blocks.indicator_options(known), "indicator", blocks.default(known))
places = queries.source.figure_places(indicator)
where = blocks.columns()
month = blocks.pick_month(places, where[0])
member = blocks.pick_member(places, month, where[1])
measure = pick_segment(
    "口径",
    blocks.measures(places, month, member),
    "measure",
    blocks.first_measure(places, month, member),
    where[2],
)

figure = queries.source.figure_at(month, indicator, member, measure)
blocks.stop_if_absent(figure)
with card("引用"):
    blocks.citation(figure.iloc[0])
with card("出处"):
    blocks.describe(figure.iloc[0])
with card("历次入库的值", "同一个数值每次入库时印的样子；现行的是现在各页显示的。"):
    blocks.history_table(queries.source.figure_history(month, indicator, member, measure))
