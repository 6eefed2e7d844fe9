"""The verbs of products: making, reviewing, pricing, picturing."""

from tadamun.goods.catalogue.operations.logos import store_logo
from tadamun.goods.catalogue.operations.making import (
    BadProduct,
    ProductDraft,
    VariantDraft,
    create_product,
    create_products,
    rewrite_products,
)
from tadamun.goods.catalogue.operations.pictures import BadPicture, attach_picture, store_picture
from tadamun.goods.catalogue.operations.reviewing import (
    WrongState,
    approve_edit,
    approve_product,
    edit_product,
    send_back_edit,
    send_back_product,
    submit_product,
)
from tadamun.goods.catalogue.operations.selling import (
    change_price,
    feature_product,
    hide_in_market,
    remove_product,
    restore_product,
    show_product,
)

__all__ = [
    "BadPicture", "BadProduct", "ProductDraft", "VariantDraft", "WrongState", "approve_edit", "approve_product",
    "attach_picture", "change_price", "create_product", "create_products", "edit_product", "feature_product",
    "hide_in_market", "remove_product", "restore_product", "rewrite_products", "send_back_edit", "send_back_product",
    "show_product", "store_logo", "store_picture", "submit_product",
]  # fmt: skip
