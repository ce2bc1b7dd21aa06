"""What pages share: the menu, pickers whose state is in the URL, number formats, tables, the
Chinese interface. No query, no figure."""
