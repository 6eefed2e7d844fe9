"""The verbs of imports: preview, run, undo, export, fetch pictures."""

from tadamun.goods.imports.operations.exporting import export_products
from tadamun.goods.imports.operations.picturing import settle_pictures
from tadamun.goods.imports.operations.previewing import Preview, preview_import
from tadamun.goods.imports.operations.running import NotAdmitted, Progress, run_import
from tadamun.goods.imports.operations.storing import start_import, store_import
from tadamun.goods.imports.operations.undoing import CannotUndo, Undone, undo_import

__all__ = [
    "CannotUndo", "NotAdmitted", "Preview", "Progress", "Undone", "export_products", "preview_import", "run_import",
    "settle_pictures", "start_import", "store_import", "undo_import",
]  # fmt: skip
