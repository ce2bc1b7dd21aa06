"""The parts of the page 复核, and of 封账 on 记录."""
