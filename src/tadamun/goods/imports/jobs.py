"""What the worker does for imports. The jobs themselves stand beside the operations that enqueue them."""

from tadamun.goods.imports.operations.picturing import fetch_pictures
from tadamun.goods.imports.operations.storing import run_stored

__all__ = ["fetch_pictures", "run_stored"]
