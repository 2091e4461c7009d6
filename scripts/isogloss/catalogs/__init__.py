"""What is done to catalogs over the years: update, merge, progress, and what Git knows of their past."""
