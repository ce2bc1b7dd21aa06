"""系统与平台: what is known of each system that the plans and the report name?"""

from ui.page import head, report_line
from ui.pickers import month_date, pick_month
from ui.systems import blocks
from warehouse import queries

right = head("系统与平台")
month = pick_month(queries.targets.target_months(), right)
report_line(month)
day = month_date(month)
known = queries.systems.systems(day)

system = blocks.pick_system(known)
if not system:
    blocks.system_table(known, month["month_text"])
    blocks.text_figures(queries.systems.text_figures(day), of_all=True)
else:
    blocks.describe(known[known["code"] == system].iloc[0])
    blocks.figures(queries.systems.system_figures(day, system))
    blocks.text_figures(queries.systems.text_figures(day, system))
    blocks.targets(queries.systems.system_targets(day, system))
    blocks.clauses(queries.systems.system_clauses(system))
