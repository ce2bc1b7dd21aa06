"""python -m bench: every ratio the project promises, one line each. Medians of interleaved runs, so that a drifting machine hits both sides."""

from bench import access, loading, pages

if __name__ == "__main__":
    loading.run()
    pages.run()
    access.run()
