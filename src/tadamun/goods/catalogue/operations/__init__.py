"""The verbs of products: making, reviewing, pricing, picturing."""

from tadamun.goods.catalogue.operations.correcting import correct_product, proposed_edit
from tadamun.goods.catalogue.operations.drafting import (
    TooManyDrafts,
    attach_voice,
    bring_back_draft,
    drop_draft,
    keep_draft,
    missing,
)
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
from tadamun.goods.catalogue.operations.portraits import store_portrait
from tadamun.goods.catalogue.operations.reviewing import (
    NotHeard,
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
from tadamun.goods.catalogue.operations.wording import (
    agree_to_words,
    ask_for_words,
    object_to_words,
    say_own_words,
    tell_anew,
    write_words,
)

__all__ = [
    "BadPicture", "BadProduct", "NotHeard", "ProductDraft", "TooManyDrafts", "VariantDraft", "WrongState",
    "agree_to_words", "approve_edit", "approve_product", "ask_for_words", "attach_picture", "attach_voice",
    "bring_back_draft", "change_price", "correct_product", "create_product", "create_products", "drop_draft", "edit_product",
    "feature_product", "hide_in_market", "keep_draft", "missing", "object_to_words", "proposed_edit", "remove_product",
    "restore_product", "rewrite_products", "say_own_words", "send_back_edit", "send_back_product", "show_product", "store_logo",
    "store_picture", "store_portrait", "submit_product", "tell_anew", "write_words",
]  # fmt: skip
