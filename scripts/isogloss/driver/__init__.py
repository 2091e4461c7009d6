"""Builds the languages of a site apart from one another: in parallel, on several machines, or not again."""
