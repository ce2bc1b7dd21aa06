"""Who is told what: channels (settings), causes, what was told (ledger), sending, one round of
it. `python -m notices`."""
