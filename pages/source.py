"""数值出处: where does this number come from?"""

from ui import source
from ui.page import card, head
from ui.pickers import pick_one, pick_segment
from warehouse import queries

head("数值出处")
known = queries.indicators_with_data()
source.stop_if_empty(known)

indicator = pick_one("指标", source.indicator_options(known), "indicator", source.default(known))
places = queries.figure_places(indicator)
where = source.columns()
month = source.pick_month(places, where[0])
member = source.pick_member(places, month, where[1])
measure = pick_segment(
    "口径",
    source.measures(places, month, member),
    "measure",
    source.first_measure(places, month, member),
    where[2],
)

figure = queries.figure_at(month, indicator, member, measure)
source.stop_if_absent(figure)
with card("引用"):
    source.citation(figure.iloc[0])
with card("出处"):
    source.describe(figure.iloc[0])
with card("历次入库的值", "同一个数值每次入库时印的样子；现行的是现在各页显示的。"):
    source.history_table(queries.figure_history(month, indicator, member, measure))
