"""Files that leave the dashboard: a frame in, bytes out.

Text can never become a formula; numbers stay numbers.
"""
