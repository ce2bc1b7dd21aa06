"""What the project promises about its data, tried until it would break.

Each part is a module with SIZES (what a pull request and a night can afford) and `prove`, which
gives figures.
"""
