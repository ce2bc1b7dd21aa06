"""帮助: how is a page used?"""

import streamlit as st

from ui.help import blocks
from ui.page import head
from ui.pickers import ask_text

right = head("帮助")
left, middle = st.columns(2)
code = blocks.pick_section(left)
search = ask_text("查找", "find_help", "如：撤回、并列、备份", middle)
if search:
    blocks.results(search)
elif code == blocks.CONTENTS:
    blocks.contents()
else:
    blocks.show(code)
