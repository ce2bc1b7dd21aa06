"""python -m bench: every ratio the project promises, one line each.

Medians of interleaved runs, so that a drifting machine hits both sides.
"""

from bench import access, browser, database, downloads, loading, pages, paper, refusing, towns

if __name__ == "__main__":
    refusing.run()
    loading.run()
    pages.run()
    browser.run()
    paper.run()
    access.run()
    downloads.run()
    database.run()
    towns.run()
