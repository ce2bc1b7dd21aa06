"""地市排名: who leads, who lags, who moved?"""

from functools import partial

from ui import parts
from ui.cities import blocks, contribution, layout, standings
from ui.page import card, head, report_line
from ui.pickers import month_date, pick_month, pick_one, pick_segment, side_by_side
from warehouse import queries

right = head("地市排名")
month = pick_month(queries.common.months(), right)
report_line(month)
day = month_date(month)
dependants = partial(layout.dependants, day)
with side_by_side():
    indicator = pick_one(
        "指标", blocks.options(), "indicator", "city_citizen_users", redraws=dependants
    )
    pick_segment("顺序", blocks.ORDERS, "order", "rank", redraws=dependants)
    blocks.pick_scale(indicator, dependants)
    blocks.pick_region(dependants)
shown = layout.settle(day, indicator)
blocks.stop_if_empty(shown.ranked, month)

parts.show("answer", partial(layout.first_screen, day))
with card("位次走势", "截至所选月份的一年。第 1 位在最上面；断线处没有数据。"):
    if shown.over_months:
        standings.pick_highlighted()
        parts.show("bump", partial(layout.bump, day))
    else:
        standings.say_one_month(day)
if shown.contributes:
    contribution.pick_span()
parts.show("table", partial(layout.table, day, shown.contributes), last=True)
