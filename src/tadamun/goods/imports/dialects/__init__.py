"""One tool's way of writing products, a file each, and telling by the header line whose it is.

Every dialect both reads and writes. Reading streams: a product leaves as soon as its last row has come.
"""

from tadamun.goods.imports.dialects.detecting import DIALECTS, Detection, detect, dialect_named

__all__ = ["DIALECTS", "Detection", "detect", "dialect_named"]
