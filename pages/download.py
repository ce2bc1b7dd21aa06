"""下载: the figures themselves."""

from export.about import column_help
from export.choice import Choice, LedgerChoice
from export.files import figures_bytes, ledger_bytes
from ui.download import blocks
from ui.page import card, head
from warehouse import queries
from warehouse.reader import time_looked_at

head("下载")
known = queries.common.indicators_with_data()
blocks.stop_if_empty(known)

chosen = blocks.pick_filters(queries.common.figure_months(), known)
layout = blocks.pick_layout()
choice = Choice(chosen, time_looked_at(), layout)

columns = queries.download.figure_columns(**chosen)
figures = int(columns["figures"].sum())
blocks.stop_if_nothing_fits(figures)

with card(f"共 {figures:,} 个数值"):
    name = f"粤数月报数据{'-宽表' if layout == 'wide' else ''}"
    blocks.buttons(name, lambda kind: figures_bytes(choice, kind))
    rows = (queries.download.wide_figures if layout == "wide" else queries.download.figures)(
        limit=blocks.PREVIEW_ROWS, offset=0, printed=True, **chosen
    )
    blocks.preview(rows, column_help(choice, columns))
blocks.links(chosen, layout, choice.known)
blocks.ledger(
    queries.targets.target_months(),
    lambda month, kind: ledger_bytes(LedgerChoice(month, known=choice.known), kind),
)
