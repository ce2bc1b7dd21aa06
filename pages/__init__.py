"""One short script per page. ui/menu.py runs them; nothing imports them."""
