"""The month on paper: one description of content out of the questions that the pages ask, written
as Word, slides, PDF and the official tables."""
