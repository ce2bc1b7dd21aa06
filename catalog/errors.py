"""The one exception of the catalogue."""


class CatalogError(ValueError):
    """The catalogue files contradict themselves.

    Names the file, the row's code and what is wrong.
    """
