"""The page cache: kept pages, their freshness, several workers, several machines."""
