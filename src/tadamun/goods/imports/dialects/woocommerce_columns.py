"""WooCommerce's columns in English, French and Arabic, and by place where its shop speaks another language.

The exporter translates its header into the shop's language and writes the shop's units into it. It always writes the
columns in one order; four in a row that end in a unit in brackets (weight, length, width, height) tell where they stand.
Source: WC_Product_CSV_Exporter::get_default_column_names and the French and Arabic catalogues of WooCommerce.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from tadamun.goods.imports.dialects.base import header_key

# In the order of the exporter: field, then its names in en, fr, ar and older or Canadian wordings.
_NAMED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("id", ("ID", "المعرف", "المُعرّف", "معرّف")),
    ("type", ("Type", "النوع", "نوع")),
    ("sku", ("SKU", "UGS", "رمز المنتج (SKU)", "رمز المنتج")),
    (
        "gtin",
        (
            "GTIN, UPC, EAN, or ISBN",
            "GTIN, UPC, EAN ou ISBN",
            "GTIN, UPC, EAN, ou ISBN",
            "GTIN أو UPC أو EAN أو ISBN",
        ),
    ),
    ("name", ("Name", "Nom", "الاسم", "اسم")),
    ("published", ("Published", "Publié", "تم النشر", "منشور")),
    ("featured", ("Is featured?", "Mis en avant ?", "Mis en avant?", "En vedette?", "هل هي مميزة؟")),
    ("visibility", ("Visibility in catalog", "Visibilité dans le catalogue", "إمكانية العرض في الكاتلوج")),
    ("short", ("Short description", "Description courte", "وصف قصير")),
    ("description", ("Description", "الوصف", "وصف")),
    ("sale_from", ("Date sale price starts", "Date de début de promo", "تاريخ بدء سعر التخفيض")),
    ("sale_to", ("Date sale price ends", "Date de fin de promo", "تاريخ نهاية سعر التخفيض")),
    ("tax_status", ("Tax status", "État de la TVA", "État de la taxe", "Statut fiscal", "حالة الضريبة")),
    ("tax_class", ("Tax class", "Classe de TVA", "Classe TVA", "Classe de taxe", "فئة الضريبة")),
    ("in_stock", ("In stock?", "En stock ?", "En stock?", "En inventaire?", "متوفر في المخزون؟")),
    ("stock", ("Stock", "Inventaire", "المخزون")),
    ("low_stock", ("Low stock amount", "Montant de stock faible", "كمية المخزون المنخفضة")),
    (
        "backorders",
        (
            "Backorders allowed?",
            "Autoriser les commandes de produits en rupture ?",
            "الطلبات المسبقة مسموحة؟",
        ),
    ),
    ("individually", ("Sold individually?", "Vendre individuellement ?", "يباع بشكل فردي؟")),
    ("weight", ("Weight", "Poids", "الوزن")),
    ("length", ("Length", "Longueur", "الطول")),
    ("width", ("Width", "Largeur", "العرض")),
    ("height", ("Height", "Hauteur", "الارتفاع")),
    ("reviews", ("Allow customer reviews?", "Autoriser les avis clients ?", "السماح بمراجعات الزبائن؟")),
    ("note", ("Purchase note", "Note de commande", "Note de l'achat", "ملاحظة الشراء")),
    ("sale_price", ("Sale price", "Tarif promo", "Prix de vente", "سعر التخفيض")),
    (
        "price",
        (
            "Regular price",
            "Tarif régulier",
            "Prix régulier",
            "Prix de base",
            "السعر الافتراضي",
            "السعر العادي",
        ),
    ),
    ("categories", ("Categories", "Catégories", "التصنيفات", "الفئات")),
    ("tags", ("Tags", "Étiquettes", "الوسوم")),
    ("shipping_class", ("Shipping class", "Classe d'expédition", "Classe de livraison", "فئة الشحن")),
    ("images", ("Images", "الصور")),
    ("download_limit", ("Download limit", "Limite de téléchargement", "حد التنزيل")),
    (
        "download_days",
        ("Download expiry days", "Jours d'expiration du téléchargement", "أيام مدة صلاحية التنزيل"),
    ),
    ("parent", ("Parent", "الأب", "الأصل", "المنتج الأب")),
    ("grouped", ("Grouped products", "Groupes de produits", "Produits groupés", "منتجات مُجمّعة")),
    ("upsells", ("Upsells", "Produits suggérés", "Montée en gamme", "زيادة مبيعات")),
    ("cross_sells", ("Cross-sells", "Ventes croisées", "بيع متقاطع")),
    ("external_url", ("External URL", "URL externe", "رابط خارجي")),
    ("button", ("Button text", "Libellé du bouton", "نص الزر")),
    ("position", ("Position", "الموضع", "الترتيب")),
    ("brands", ("Brands", "Brand", "Marques", "العلامات التجارية")),
)
FIELDS = tuple(field for field, _ in _NAMED if field != "brands")
ENGLISH = {field: names[0] for field, names in _NAMED}
_FIELD_OF = {header_key(name): field for field, names in _NAMED for name in names}
_OPTIONAL = ("gtin", "low_stock")  # added to the exporter in 9.2 and 3.5
_MEASURES = ("weight", "length", "width", "height")

_UNIT = re.compile(r"(.*?)\s*[(（]([^()（）]+)[)）]\Z")
_ATTRIBUTES = {
    "name": re.compile(r"attribute ([0-9]+) name|nom de l'attribut ([0-9]+)|اسم السمة ([0-9]+)"),
    "value": re.compile(
        r"attribute ([0-9]+) value\(s\)|valeur\(s\) de l'attribut ([0-9]+)|قيمة/قيم السمة ([0-9]+)"
    ),
    "other": re.compile(
        r"attribute ([0-9]+) (?:visible|global|default)|attribut ([0-9]+) (?:visible|global|par défaut)"
        r"|(?:عرض السمة|سمة عالمية|سمة افتراضية) ([0-9]+)"
    ),
}
_META = re.compile(r"(?:meta|méta|بيانات ميتا)\s*:|download [0-9]|swatches|téléchargement [0-9]")

_GRAMS = {
    "1000": ("kg", "كجم", "كغ", "كغم", "كيلوجرام", "كيلوغرام", "كلغ"),
    "1": ("g", "غ", "جم", "غم", "جرام", "غرام"),
    "453.59237": ("lbs", "lb", "livres", "livre", "رطل", "أرطال"),
    "28.349523125": ("oz", "onces", "once", "أونصة", "أوقية"),
}
_MILLIMETRES = {
    "1000": ("m", "م", "متر"),
    "10": ("cm", "سم", "سنتيمتر", "سنتيميتر"),
    "1": ("mm", "مم", "ملم", "مليمتر", "ملليمتر"),
    "25.4": ("in", "inch", "inches", "pouce", "pouces", "بوصة", "إنش"),
    "914.4": ("yd", "yards", "verges", "ياردة"),
}


def _factors(table: dict[str, tuple[str, ...]]) -> dict[str, Decimal]:
    return {name: Decimal(factor) for factor, names in table.items() for name in names}


_FACTORS = {"weight": _factors(_GRAMS)} | dict.fromkeys(("length", "width", "height"), _factors(_MILLIMETRES))


def unit_factor(field: str, title: str) -> Decimal | None:
    """What turns a number under this header into grams or millimetres; ``None`` for a unit we do not know."""
    match = _UNIT.match(title)
    unit = match[2].strip().casefold() if match else {"weight": "kg"}.get(field, "cm")
    return _FACTORS[field].get(unit)


def locate(header: Sequence[str]) -> dict[str, int]:
    """Where each field stands, attributes as ``attribute_name_3`` and ``attribute_value_3``: by name, else by place."""
    index = _by_place(header)
    for position, title in enumerate(header):
        if field := _field(title):
            index[field] = position
    return index


def _field(title: str) -> str:
    key = header_key(title)
    if key in _FIELD_OF:
        return _FIELD_OF[key]
    if (unit := _UNIT.match(title)) and (field := _FIELD_OF.get(header_key(unit[1]))) in _MEASURES:
        return str(field)
    for part in ("name", "value"):
        if match := _ATTRIBUTES[part].fullmatch(key):
            return f"attribute_{part}_{next(filter(None, match.groups()))}"
    return ""


def _by_place(header: Sequence[str]) -> dict[str, int]:
    """The exporter's order applied to a header in any language; empty when the four measures are not where they must be."""
    measures = [bool(_UNIT.match(title)) for title in header]
    for absent in ((), ("gtin",), ("gtin", "low_stock"), ("low_stock",)):
        fields = [field for field in FIELDS if field not in absent]
        start = fields.index("weight")
        if (
            len(header) >= len(fields)
            and measures[start : start + 4] == [True] * 4
            and not measures[start - 1]
        ):
            index = {field: position for position, field in enumerate(fields)}
            return index | _attributes_by_place(header, len(fields))
    return {}


def _attributes_by_place(header: Sequence[str], start: int) -> dict[str, int]:
    """Name, values, visible, global and sometimes default, each with the attribute's number in its title."""
    found: dict[str, list[int]] = {}
    for position in range(start, len(header)):
        numbers = re.findall(r"[0-9]+", header[position])
        if len(numbers) == 1 and ":" not in header[position]:
            found.setdefault(numbers[0], []).append(position)
    index: dict[str, int] = {}
    for number, positions in found.items():
        if len(positions) >= 4:
            index[f"attribute_name_{number}"], index[f"attribute_value_{number}"] = positions[:2]
    return index


def known(header: Sequence[str]) -> int:
    """How many columns are WooCommerce's, those of its add-ons (``Meta: …``) included."""
    located = set(locate(header).values())
    return sum(
        position in located
        or bool(_ATTRIBUTES["other"].fullmatch(header_key(title)) or _META.match(header_key(title)))
        for position, title in enumerate(header)
    )
