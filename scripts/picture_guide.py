"""Draw docs/guide/artisan/ anew: each screen of the workshop in Arabic on a phone, and the page that shows them in order.

``python -m scripts.picture_guide [NAME …]`` draws all of them, or those named, and always writes the page.
"""

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image, ImageEnhance
from playwright.sync_api import FilePayload, Page, sync_playwright
from scripts.screenshots import Shot, Visitor, at, draw, kept_sign_ins
from tests.journeys.people import chromium, letters, wait_for_letter
from tests.journeys.stage import SELLERS, demonstration

OUT = Path(__file__).parents[1] / "docs" / "guide" / "artisan"
MARKET = "elhajeb"
PIN = "274915"
MEMBER = "+212600005091"  # of the first group: one phone may ask for so many codes an hour
Go = Callable[[Visitor], None]


@dataclass(frozen=True)
class Picture:
    """One screen and what is done there, said in three languages. ``stranger``: nobody has signed in yet."""

    name: str
    go: Go
    ar: str
    fr: str
    en: str
    stranger: bool = False


def first(path: str, link: str, but: str = "/orders/?") -> Go:
    """The first page of this kind that the page leads to."""

    def go(visitor: Visitor) -> None:
        visitor.open(path)
        visitor.follow(f"main a[href*='{link}']:not([href*='{but}'])")

    return go


def code_page(visitor: Visitor, phone: str = SELLERS[MARKET]) -> None:
    visitor.open("sign-in/")
    visitor.page.locator("input[type=tel]").fill(phone)
    visitor.page.locator("main form button[type=submit]").first.click()
    visitor.page.wait_for_url("**/sign-in/code/")


def coming_in(visitor: Visitor, phone: str = SELLERS[MARKET]) -> None:
    known = letters(visitor.page, visitor.served, MARKET, "ar")
    code_page(visitor, phone)
    said = wait_for_letter(visitor.page, visitor.served, MARKET, "ar", r"(?<!\d)(\d{6})(?!\d)", known=known)
    visitor.page.locator("input[autocomplete=one-time-code]").fill(said)
    visitor.page.locator("main form button[type=submit]").first.click()
    visitor.page.wait_for_url("**/sign-in/trust/**")


def new_pin(visitor: Visitor, phone: str = SELLERS[MARKET]) -> None:
    coming_in(visitor, phone)
    visitor.page.locator("main :is(a.btn, button):has(use[href='#i-check'])").first.click()
    visitor.page.wait_for_url(lambda address: "/sign-in/trust/" not in address)


def _tap(page: Page) -> None:
    for digit in PIN:
        page.locator(f"[data-digit='{digit}']").click()


def faces(visitor: Visitor) -> None:
    new_pin(visitor, MEMBER)
    if "/sign-in/pin/" in visitor.page.url:
        _tap(visitor.page)
        visitor.page.locator("[name=first]").wait_for(state="attached")
        _tap(visitor.page)
        visitor.page.wait_for_url(lambda address: "/sign-in/pin/" not in address)
    visitor.open("account/phones/")
    visitor.page.locator("main :is(a.btn, button):has(use[href='#i-people'])").first.click()
    visitor.page.wait_for_url("**/ar/sign-in/")


def face(visitor: Visitor) -> None:
    faces(visitor)
    visitor.page.locator(".faces a").first.click()
    visitor.page.wait_for_url("**/sign-in/faces/**")


def hearing(visitor: Visitor) -> None:
    """Of the pieces that wait, the one whose words are written."""
    visitor.open("workshop/products/")
    pages = visitor.page.locator("main .item a.item-title").evaluate_all("all => all.map(each => each.href)")
    for address in pages:
        visitor.page.goto(address)
        if visitor.page.locator("main a[href*='/words/']").count():
            visitor.follow("main a[href*='/words/']")
            return


def _photo(visitor: Visitor, light: float = 1) -> FilePayload:
    """A photo of a piece of hers, as her phone would take it; dark where ``light`` is low."""
    visitor.open("workshop/products/")
    address = visitor.page.locator("main .item img").first.evaluate("image => image.currentSrc || image.src")
    with Image.open(io.BytesIO(visitor.served.ask(visitor.market, urlsplit(address).path).body)) as found:
        taken = ImageEnhance.Brightness(found.convert("RGB")).enhance(light)
    file = io.BytesIO()
    taken.resize((taken.width * 3, taken.height * 3)).save(file, "JPEG", quality=90)
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def judged(visitor: Visitor) -> None:
    """It came out dark, and the phone says so before anything is sent."""
    photo = _photo(visitor, light=0.15)
    visitor.open("workshop/products/new/")
    visitor.page.locator("[data-keypad]:not([hidden])").wait_for(state="attached")
    visitor.page.set_input_files("[name=camera]", photo)
    visitor.page.locator("[data-judge]").wait_for()


def lesson(visitor: Visitor) -> None:
    """The first step of the first lesson."""
    visitor.open("workshop/learn/")
    visitor.follow("main a.item-title[href*='/learn/']")
    visitor.follow("main a.item-title[href*='/learn/']")


def adding(step: str) -> Go:
    """A new product with the script that her phone runs, up to this step: nothing is sent."""

    def go(visitor: Visitor) -> None:
        photo = _photo(visitor)
        visitor.open("workshop/products/new/")
        page = visitor.page
        page.locator("[data-keypad]:not([hidden])").wait_for(state="attached")
        page.set_input_files("[name=camera]", photo)
        page.locator(
            "[data-judge]:not([hidden]) [data-keep], [data-step=photos] [data-shot] img"
        ).first.wait_for()
        if page.locator("[data-keep]").is_visible():
            page.locator("[data-keep]").click()
            page.locator("[data-step=photos] [data-shot] img").wait_for()
        for each in STEPS[: STEPS.index(step)]:
            STEP[each](page)
            if each == "what":
                _ask(page)

    return go


def _on(page: Page, step: str) -> None:
    page.locator(f"[data-step={step}] button[name=next]").click()


def _what(page: Page) -> None:
    """Craft, type and material, each by its picture."""
    for _ in range(3):
        if page.locator("[data-step=what]").is_visible():
            page.locator("[data-tiles] .pickme").first.click()
            page.wait_for_timeout(500)


def _ask(page: Page) -> None:
    """She types her price and hears what stays with her."""
    for digit in "450":
        page.locator(f"[data-keypad] button[value='{digit}']").click()
    page.locator("[data-share] .say").wait_for()


STEPS = ("photos", "what", "price", "pieces", "preview")
STEP: dict[str, Callable[[Page], None]] = {
    "photos": lambda page: _on(page, "photos"),
    "what": _what,
    "price": lambda page: _on(page, "price"),
    "pieces": lambda page: _on(page, "pieces"),
}


PICTURES = (
    Picture(
        "01-door",
        at("sign-in/"),
        "رقم هاتفك، ثم كيف يصلك الرمز: رسالة أو واتساب أو مكالمة.",
        "Votre numéro, puis comment recevoir le code : message, WhatsApp ou appel.",
        "Your number, then how the code comes: message, WhatsApp or call.",
        stranger=True,
    ),
    Picture(
        "02-code",
        code_page,
        "ستة أرقام تصلك. اكتبها هنا.",
        "Six chiffres vous arrivent. Écrivez-les ici.",
        "Six digits reach you. Write them here.",
        stranger=True,
    ),
    Picture(
        "03-trust",
        coming_in,
        "هل هذا هاتفك؟ نعم أو لا.",
        "Est-ce votre téléphone ? Oui ou non.",
        "Is this your phone? Yes or no.",
        stranger=True,
    ),
    Picture(
        "04-pin",
        new_pin,
        "اختاري ستة أرقام لا يعرفها غيرك، واكتبيها مرتين.",
        "Choisissez six chiffres que vous seule connaissez ; deux fois.",
        "Choose six digits only you know; twice.",
        stranger=True,
    ),
    Picture(
        "05-faces",
        faces,
        "هاتف العائلة: المس صورتك.",
        "Téléphone de la famille : touchez votre image.",
        "A family's phone: touch your picture.",
        stranger=True,
    ),
    Picture(
        "06-face-pin",
        face,
        "ثم أرقامك الستة. بعد خمس مرات خاطئة تُخبَر تعاونيتك.",
        "Puis vos six chiffres. Après cinq erreurs, votre coopérative est prévenue.",
        "Then your six digits. After five wrong ones your cooperative is told.",
        stranger=True,
    ),
    Picture(
        "10-today",
        at("workshop/"),
        "اليوم: بطاقة لكل ما ينتظرك، والمستعجل أولا. السماعة تقرأها.",
        "Aujourd’hui : une carte par chose à faire, le plus pressé d’abord. Le haut-parleur la lit.",
        "Today: a card for each thing that waits, the most urgent first. The speaker reads it.",
    ),
    Picture(
        "11-order",
        first("workshop/orders/?list=work", "/workshop/orders/"),
        "الطلب: الصورة، نصيبك، آخر أجل. قبول، أو وقت أطول، أو لا أستطيع.",
        "La commande : photo, votre part, le délai. Accepter, plus de jours, ou je ne peux pas.",
        "The order: photo, your part, by when. Accept, more days, or I cannot.",
    ),
    Picture("12-orders", at("workshop/orders/"), "كل الطلبات.", "Toutes les commandes.", "All orders."),
    Picture(
        "20-products",
        at("workshop/products/"),
        "منتوجاتي: صورة وعلامة وكلمة.",
        "Mes produits : photo, marque, mot.",
        "My products: photo, mark, word.",
    ),
    Picture(
        "21-product",
        first("workshop/products/", "/workshop/products/", "/new/"),
        "ثمن، عدد، إخفاء، مشاركة.",
        "Prix, nombre, masquer, partager.",
        "Price, number, hide, share.",
    ),
    Picture(
        "22-photos",
        adding("photos"),
        "منتوج جديد ①: صور. إن كانت مظلمة أو غير واضحة يقول لك الهاتف.",
        "Nouveau produit ① : photos. Trop sombre ou floue, le téléphone le dit.",
        "New product ①: photos. Too dark or blurred, the phone says so.",
    ),
    Picture(
        "22-photos-judged",
        judged,
        "صورة مظلمة: الهاتف يريك صورة جيدة بجانبها. خذيها من جديد، أو احتفظي بها.",
        "Photo sombre : le téléphone montre une bonne photo à côté. La reprendre ou la garder.",
        "A dark photo: the phone shows a good one beside it. Take it again, or keep it.",
    ),
    Picture(
        "23-what",
        adding("what"),
        "② ما هو؟ بالصور.",
        "② Qu’est-ce ? En images.",
        "② What is it? In pictures.",
    ),
    Picture(
        "24-price",
        adding("price"),
        "③ الثمن: ما تطلبه، وما يبقى لك.",
        "③ Le prix : ce que vous demandez, ce qui vous reste.",
        "③ The price: what you ask, what stays with you.",
    ),
    Picture(
        "25-many",
        adding("pieces"),
        "④ قطعة واحدة، أو عدد، أو تحت الطلب. وصوتك يحكي عنها.",
        "④ Une pièce, plusieurs, ou sur commande. Votre voix la raconte.",
        "④ One piece, several, or made to order. Your voice tells of it.",
    ),
    Picture(
        "26-preview",
        adding("preview"),
        "هكذا سيراها الناس. ثم الإرسال.",
        "Ainsi on la verra. Puis envoyer.",
        "So people will see it. Then send.",
    ),
    Picture(
        "27-hand",
        hearing,
        "كلماتك تُقرأ عليك. اليد الخضراء: نعم.",
        "Vos mots vous sont lus. La main verte : oui.",
        "Your words are read to you. The green hand: yes.",
    ),
    Picture(
        "30-money",
        at("workshop/money/"),
        "المال: قادم، جاهز، وصل. كل مبلغ يُسمع.",
        "Argent : à venir, prêt, reçu. Chaque somme s’écoute.",
        "Money: coming, ready, received. Each sum can be heard.",
    ),
    Picture(
        "31-statement",
        at("workshop/money/statement/"),
        "شهرا بشهر، سطرا بسطر، بالصوت.",
        "Mois par mois, ligne par ligne, à voix haute.",
        "Month by month, line by line, aloud.",
    ),
    Picture(
        "32-destination",
        at("workshop/money/destination/"),
        "إلى أين يذهب مالك. تغييره يطلب أرقامك الستة.",
        "Où va votre argent. Le changer demande vos six chiffres.",
        "Where your money goes. Changing it asks your six digits.",
    ),
    Picture(
        "40-requests",
        at("workshop/requests/"),
        "يطلبون قطعة خاصة: استمعي، أجيبي بصوتك، قولي الثمن والأيام.",
        "On vous demande une pièce : écoutez, répondez de vive voix, dites prix et jours.",
        "Somebody asks for a piece: listen, answer aloud, say price and days.",
    ),
    Picture(
        "41-request",
        first("workshop/requests/", "/workshop/requests/"),
        "طلب واحد: صوت وصورة وثمن.",
        "Une demande : voix, image, prix.",
        "One request: voice, picture, price.",
    ),
    Picture(
        "50-learn",
        at("workshop/learn/"),
        "دروس من ثلاث دقائق. تُحفظ في الهاتف.",
        "Des leçons de trois minutes. Elles se gardent sur le téléphone.",
        "Lessons of three minutes. They can be kept on the phone.",
    ),
    Picture(
        "51-lesson",
        lesson,
        "درس: صورة وجملة وصوت.",
        "Une leçon : image, phrase, voix.",
        "A lesson: picture, sentence, voice.",
    ),
    Picture(
        "52-practice",
        at("workshop/learn/practice/"),
        "تدريب بمال اللعب: لا شيء حقيقي هنا.",
        "S’exercer avec de l’argent pour jouer : rien n’est vrai ici.",
        "Practise with play money: nothing here is real.",
    ),
    Picture(
        "60-shop",
        at("workshop/shop/"),
        "متجري: مغلق اليوم، عطلة، مشاركة، كيف يراني العالم.",
        "Ma boutique : fermée aujourd’hui, congés, partager, comment on me voit.",
        "My shop: closed today, holiday, share, how the world sees me.",
    ),
    Picture(
        "61-world",
        at("workshop/shop/world/"),
        "كيف يراني العالم.",
        "Comment le monde me voit.",
        "How the world sees me.",
    ),
    Picture(
        "62-consents",
        at("workshop/consents/"),
        "اسمي وصورتي وصوتي: نعم أو لا، متى شئت.",
        "Mon nom, mon image, ma voix : oui ou non, quand je veux.",
        "My name, picture, voice: yes or no, whenever I like.",
    ),
    Picture(
        "63-helpers",
        at("workshop/mandates/"),
        "من يساعدني، في ماذا، وإلى متى.",
        "Qui m’aide, à quoi, jusqu’à quand.",
        "Who helps me, with what, until when.",
    ),
    Picture(
        "64-members",
        at("workshop/members/"),
        "أعضاء التعاونية.",
        "Les membres de la coopérative.",
        "The cooperative's members.",
    ),
    Picture(
        "65-voice",
        at("workshop/voice/"),
        "الصوت الذي أفهمه.",
        "La voix que je comprends.",
        "The voice I understand.",
    ),
    Picture(
        "66-cards",
        at("workshop/keys/"),
        "بطاقات الدخول للأعضاء.",
        "Les cartes d’entrée des membres.",
        "Members' cards.",
    ),
)


def page() -> str:
    """The guide as Markdown: a picture and three sentences for each screen."""
    lines = [
        "# دليل مصور للورشة · Guide en images de l’atelier · The workshop in pictures",
        "",
        "كل شاشة كما تظهر في هاتف صغير. زر السماعة 🔊 يقرأ كل كلمة. — Chaque écran tel qu’il est sur un petit téléphone. — "
        "Every screen as a small phone shows it. Drawn by `python -m scripts.picture_guide` from demonstration data; people, "
        "shops and prices are invented.",
        "",
        "| | |",
        "|---|---|",
    ]
    for number, each in enumerate(PICTURES, start=1):
        words = f"**{number}. {each.ar}**<br><br>{each.fr}<br><br>{each.en}"
        lines.append(f"| ![{each.ar}]({each.name}.png) | {words} |")
    return "\n".join([*lines, "", "Everything in words: [the workshop](../artisan.md).", ""])


def main(names: list[str]) -> int:
    chosen = [each for each in PICTURES if not names or each.name in names]
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "README.md").write_text(page())
    shots = [
        Shot(each.name, MARKET, "ar", 360, each.go, phone="" if each.stranger else SELLERS[MARKET])
        for each in chosen
    ]
    failed = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        demonstration(Path(folder), idle=True) as served,
        sync_playwright() as playwright,
    ):
        browser = chromium(playwright)
        kept = kept_sign_ins(browser, served, shots)
        for shot in shots:
            try:
                size = draw(browser, served, shot, kept.get((shot.market, shot.phone)), OUT)
            except Exception as error:  # one that cannot be reached does not hide the others
                failed += 1
                print(f"{shot.name}: {error}", flush=True)
            else:
                print(f"{size:>8}  {shot.name}", flush=True)
        browser.close()
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
