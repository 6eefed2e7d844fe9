"""The columns of Shopify's two product files, in their order: our field and the header."""

Columns = tuple[tuple[str, str], ...]


def _options(name: str, value: str, linked: str) -> Columns:
    columns: list[tuple[str, str]] = []
    for n in (1, 2, 3):
        columns += [
            (f"option{n}_name", f"Option{n} {name}"),
            (f"option{n}_value", f"Option{n} {value}"),
            (f"option{n}_linked", f"Option{n} {linked}"),
        ]
    return tuple(columns)


CURRENT: Columns = (
    ("title", "Title"),
    ("handle", "URL handle"),
    ("description", "Description"),
    ("vendor", "Vendor"),
    ("category", "Product category"),
    ("type", "Type"),
    ("tags", "Tags"),
    ("published", "Published on online store"),
    ("status", "Status"),
    ("sku", "SKU"),
    ("barcode", "Barcode"),
    *_options("name", "value", "Linked To"),
    ("price", "Price"),
    ("compare_at", "Compare-at price"),
    ("cost", "Cost per item"),
    ("taxed", "Charge tax"),
    ("tax_code", "Tax code"),
    ("unit_total", "Unit price total measure"),
    ("unit_total_unit", "Unit price total measure unit"),
    ("unit_base", "Unit price base measure"),
    ("unit_base_unit", "Unit price base measure unit"),
    ("tracker", "Inventory tracker"),
    ("quantity", "Inventory quantity"),
    ("policy", "Continue selling when out of stock"),
    ("grams", "Weight value (grams)"),
    ("weight_unit", "Weight unit for display"),
    ("ships", "Requires shipping"),
    ("service", "Fulfillment service"),
    ("image", "Product image URL"),
    ("image_position", "Image position"),
    ("image_alt", "Image alt text"),
    ("variant_image", "Variant image URL"),
    ("gift_card", "Gift card"),
    ("seo_title", "SEO title"),
    ("seo_description", "SEO description"),
)

LEGACY: Columns = (
    ("handle", "Handle"),
    ("title", "Title"),
    ("description", "Body (HTML)"),
    ("vendor", "Vendor"),
    ("category", "Product Category"),
    ("type", "Type"),
    ("tags", "Tags"),
    ("published", "Published"),
    *_options("Name", "Value", "Linked To"),
    ("sku", "Variant SKU"),
    ("grams", "Variant Grams"),
    ("tracker", "Variant Inventory Tracker"),
    ("quantity", "Variant Inventory Qty"),
    ("policy", "Variant Inventory Policy"),
    ("service", "Variant Fulfillment Service"),
    ("price", "Variant Price"),
    ("compare_at", "Variant Compare At Price"),
    ("ships", "Variant Requires Shipping"),
    ("taxed", "Variant Taxable"),
    ("unit_total", "Unit Price Total Measure"),
    ("unit_total_unit", "Unit Price Total Measure Unit"),
    ("unit_base", "Unit Price Base Measure"),
    ("unit_base_unit", "Unit Price Base Measure Unit"),
    ("barcode", "Variant Barcode"),
    ("image", "Image Src"),
    ("image_position", "Image Position"),
    ("image_alt", "Image Alt Text"),
    ("gift_card", "Gift Card"),
    ("seo_title", "SEO Title"),
    ("seo_description", "SEO Description"),
    ("variant_image", "Variant Image"),
    ("weight_unit", "Variant Weight Unit"),
    ("tax_code", "Variant Tax Code"),
    ("cost", "Cost per item"),
    ("status", "Status"),
)
