"""The pictures of the guide in the order in which an artisan meets them, each with its page and what is done there."""

from dataclasses import dataclass

from scripts import guide_ways as way
from scripts.guide_ways import HELPER, JOINING, MARKET, NEWCOMER, REFUSED, SELLER, SENT, Go
from scripts.screenshots import at


@dataclass(frozen=True)
class Picture:
    """One screen and what is done there, said in three languages.

    ``page``: the name of its address. ``phone``: who signed in; empty: nobody yet.
    """

    name: str
    page: str
    go: Go
    ar: str
    fr: str
    en: str
    phone: str = SELLER
    market: str = MARKET


@dataclass(frozen=True)
class Chapter:
    ar: str
    fr: str
    en: str
    pictures: tuple[Picture, ...]


WITHOUT = {
    "workshop:organisation": "a list of names, for who works for several",
    "workshop:listing_draft": "the same four screens, filled as she left them",
    "workshop:listing_step": "the same four screens, for a phone without scripts",
    "workshop:listing_share": "leads on to the first of the four screens",
    "workshop:learn_question": "of a course that a market wrote itself, which the demonstration has not",
}
"""Pages of the workshop that have no picture of their own, and why."""

DOOR = Chapter(
    "الدخول",
    "Entrer",
    "Coming in",
    (
        Picture(
            "01-door", "storefront:sign_in", at("sign-in/"),
            "رقم هاتفك، ثم كيف يصلك الرمز: رسالة أو واتساب أو مكالمة.",
            "Votre numéro, puis comment recevoir le code : message, WhatsApp ou appel.",
            "Your number, then how the code comes: message, WhatsApp or call.", phone="",
        ),
        Picture(
            "02-code", "storefront:sign_in_code", way.code_page,
            "ستة أرقام تصلك. اكتبيها هنا.", "Six chiffres vous arrivent. Écrivez-les ici.",
            "Six digits reach you. Write them here.", phone="",
        ),
        Picture(
            "03-trust", "entering:trust", way.coming_in,
            "هل هذا هاتفك؟ نعم أو لا.", "Est-ce votre téléphone ? Oui ou non.", "Is this your phone? Yes or no.", phone="",
        ),
        Picture(
            "04-pin", "entering:pin", way.new_pin,
            "اختاري ستة أرقام لا يعرفها غيرك، واكتبيها مرتين.",
            "Choisissez six chiffres que vous seule connaissez ; deux fois.",
            "Choose six digits only you know; twice.", phone="",
        ),
        Picture(
            "05-trustee", "entering:trustee", way.trustee,
            "هل تسمحين لتعاونيتك بأن تُدخلك من جديد إذا ضاع هاتفك؟",
            "Votre coopérative peut-elle vous faire entrer de nouveau si votre téléphone est perdu ?",
            "May your cooperative let you in again when your phone is lost?", phone="",
        ),
        Picture(
            "05-faces", "storefront:sign_in", way.faces,
            "هاتف العائلة: المسي صورتك.", "Téléphone de la famille : touchez votre image.",
            "A family’s phone: touch your picture.", phone="",
        ),
        Picture(
            "06-face-pin", "entering:face", way.face,
            "ثم أرقامك الستة. بعد خمس مرات خاطئة تُخبَر تعاونيتك.",
            "Puis vos six chiffres. Après cinq erreurs, votre coopérative est prévenue.",
            "Then your six digits. After five wrong ones your cooperative is told.", phone="",
        ),
        Picture(
            "06-face-removal", "entering:face_removal", way.face_removal,
            "قبل أن تعطي الهاتف لغيرك: أزيلي صورتك منه.",
            "Avant de donner le téléphone : enlevez-en votre image.",
            "Before you give the phone away: take your picture off it.", phone="",
        ),
        Picture(
            "07-card", "entering:card", way.card,
            "بطاقتك المطبوعة: كاميرا أي هاتف، ثم أرقامك الستة.",
            "Votre carte imprimée : la caméra de n’importe quel téléphone, puis vos six chiffres.",
            "Your printed card: the camera of any phone, then your six digits.", phone="",
        ),
        Picture(
            "07-recovery", "entering:recovery", at("sign-in/recovery/"),
            "ضاع الهاتف والرقم؟ الرمز الذي أعطته لك تعاونيتك.",
            "Téléphone et numéro perdus ? Le code que votre coopérative vous a donné.",
            "Phone and number lost? The code your cooperative gave you.", phone="",
        ),
        Picture(
            "08-phones", "entering:phones", way.phones,
            "كيف أدخل: أرقامي، وبطاقتي، وكل هاتف يعرفني، وزر لإزالته.",
            "Comment j’entre : mes chiffres, ma carte, chaque téléphone qui me connaît, et de quoi l’enlever.",
            "How I come in: my digits, my card, each phone that knows me, and its removal.", phone="",
        ),
        Picture(
            "08-proof", "entering:proof", way.proof,
            "هل هذه أنت؟ أرقامك قبل كل تغيير مهم.", "Est-ce bien vous ? Vos chiffres, avant ce qui compte.",
            "Is it you? Your digits, before what matters.", phone="",
        ),
    ),
)  # fmt: skip
JOIN = Chapter(
    "طلب الانضمام",
    "Demander à vendre",
    "Asking to sell",
    (
        Picture(
            "09-1-sell", "storefront:sell", at("sell/"),
            "البيع هنا: ما يُطلب منك، وزر البداية.", "Vendre ici : ce qu’on demande, et le bouton pour commencer.",
            "Selling here: what is asked, and where to begin.", phone="", market=JOINING,
        ),
        Picture(
            "09-2-nobody", "workshop:today", way.answers("workshop/", 404),
            "لا ورشة لهذا الرقم بعد: اطلبي الانضمام، أو ادخلي برقم آخر.",
            "Aucun atelier pour ce numéro : demandez à vendre, ou entrez avec un autre.",
            "No workshop for this number yet: ask to sell, or come in with another.", phone=NEWCOMER, market=JOINING,
        ),
        Picture(
            "09-3-begin", "workshop:application", at("workshop/application/"),
            "لمن هذا الطلب: لي، أو لشخص أساعده؟", "Pour qui : pour moi, ou pour quelqu’un que j’aide ?",
            "For whom: for me, or for somebody I help?", phone=NEWCOMER, market=JOINING,
        ),
        Picture(
            "09-4-kind", "workshop:application_question", way.joining("kind"),
            "وحدي، أو تعاونية، أو جمعية؟", "Seule, coopérative ou association ?", "Alone, a cooperative or an association?",
            phone=NEWCOMER, market=JOINING,
        ),
        Picture(
            "09-5-name", "workshop:application_question", way.joining("name"),
            "اسم الورشة: اكتبيه أو قوليه بصوتك.", "Le nom de l’atelier : écrivez-le ou dites-le.",
            "The workshop’s name: write it or say it.", phone=NEWCOMER, market=JOINING,
        ),
        Picture(
            "09-6-region", "workshop:application_question", way.joining("region"),
            "أين تعملين؟", "Où travaillez-vous ?", "Where do you work?", phone=NEWCOMER, market=JOINING,
        ),
        Picture(
            "09-7-craft", "workshop:application_question", way.joining("craft"),
            "حرفتك، بالصورة.", "Votre métier, en image.", "Your craft, by its picture.", phone=NEWCOMER, market=JOINING,
        ),
        Picture(
            "09-8-papers", "workshop:application", way.joining("papers"),
            "بطاقة لكل ما يُطلب. حين لا ينقص شيء: إرسال.",
            "Une carte par pièce demandée. Quand rien ne manque : envoyer.",
            "A card for each thing that is wanted. When nothing is missing: send.", phone=NEWCOMER, market=JOINING,
        ),
        Picture(
            "09-9-terms", "workshop:requirement", way.terms,
            "الشروط: اقرئيها أو اطلبي من يقرؤها لك، ثم اليد.",
            "Les conditions : lisez-les ou faites-les lire, puis la main.",
            "The terms: read them or have them read, then the hand.", phone=NEWCOMER, market=JOINING,
        ),
        Picture(
            "09a-sent", "workshop:application", at("workshop/application/"),
            "أُرسل. السوق ينظر في أوراقك، وتصلك رسالة.", "C’est envoyé. Le marché regarde vos papiers ; un message vous arrive.",
            "Sent. The market looks at your papers; a message will come.", phone=SENT, market=JOINING,
        ),
        Picture(
            "09b-refused", "workshop:application", at("workshop/application/"),
            "قيل لا: السبب مكتوب ومسموع. يمكنك الاعتراض بصوتك أو بالكتابة، أو البدء من جديد.",
            "C’est non : le motif, écrit et lu. Vous pouvez contester, de vive voix ou par écrit, ou recommencer.",
            "It is no: why, written and heard. You can object, aloud or in words, or begin again.",
            phone=REFUSED, market=JOINING,
        ),
    ),
)  # fmt: skip
ORDERS = Chapter(
    "اليوم والطلبيات",
    "Aujourd’hui et les commandes",
    "Today and orders",
    (
        Picture(
            "10-today", "workshop:today", at("workshop/"),
            "اليوم: بطاقة لكل ما ينتظرك، والمستعجل أولا. السماعة تقرأها.",
            "Aujourd’hui : une carte par chose à faire, le plus pressé d’abord. Le haut-parleur la lit.",
            "Today: a card for each thing that waits, the most urgent first. The speaker reads it.",
        ),
        Picture(
            "11-order", "workshop:order", way.new_order,
            "الطلبية: الصورة، ونصيبك، وآخر أجل. قبول، أو أيام أكثر، أو لا أستطيع.",
            "La commande : photo, votre part, le délai. Accepter, plus de jours, ou je ne peux pas.",
            "The order: photo, your part, by when. Accept, more days, or I cannot.",
        ),
        Picture("12-orders", "workshop:orders", at("workshop/orders/"), "كل الطلبيات.", "Toutes les commandes.", "All orders."),
        Picture(
            "13-later", "workshop:order_later", way.of_new_order("later"),
            "أيام أكثر: كم يوما؟ وصوتك إن شئت. يُخبَر المشتري باليوم الجديد.",
            "Plus de jours : combien ? Et votre voix si vous voulez. L’acheteur apprend le nouveau jour.",
            "More days: how many? And your voice if you like. The buyer is told the new day.",
        ),
        Picture(
            "13-refusal", "workshop:refusal", way.of_new_order("refusal"),
            "لا أستطيع: ثلاثة أسباب بالصور.", "Je ne peux pas : trois motifs en images.", "I cannot: three reasons in pictures.",
        ),
        Picture(
            "14-undo", "workshop:order", way.undoing,
            "قبلتِ: عشر ثوان للتراجع بزر ↩، ولا يُخبَر أحد قبلها.",
            "Vous avez accepté : dix secondes pour revenir avec ↩ ; personne n’est prévenu avant.",
            "You accepted: ten seconds to take it back with ↩; nobody is told before.",
        ),
        Picture(
            "15-packing", "workshop:order", way.to_pack,
            "صُنعت وفُحصت وغُلفت؟ صورة للطرد إن أمكن، ثم: تم التغليف.",
            "Faite, vérifiée, emballée ? Une photo du colis si possible, puis : emballé.",
            "Made, checked, packed? A photo of the parcel if you can, then: packed.",
        ),
        Picture(
            "16-handover", "workshop:order", way.to_hand_over,
            "من يأخذ الطرد؟ رقم الوصل أو صورته، ثم: تم التسليم للتوصيل.",
            "Qui prend le colis ? Le numéro du reçu ou sa photo, puis : remis.",
            "Who takes the parcel? The receipt’s number or its photo, then: handed over.",
        ),
        Picture(
            "16-slip", "workshop:order_slip", way.among("workshop/orders/?list=work", "a[href$='/slip/']", follow=True),
            "الملصق: رقم يُنسخ على الطرد، أو رمز يُظهر في الشباك.",
            "L’étiquette : un numéro à recopier, ou un code à montrer au guichet.",
            "The label: a number to copy, or a code to show at the counter.",
        ),
        Picture(
            "17-delivery", "workshop:delivery", way.delivery,
            "أوصلتِه بنفسك وقبضتِ المبلغ: تم إيصال الطرد.", "Livré par vous, argent reçu : je l’ai livré.",
            "You brought it and were paid: I delivered it.",
        ),
        Picture(
            "18-return", "workshop:order_return", way.among("workshop/orders/?list=done", "a[href$='/return/']", follow=True),
            "رجعت القطعة كلها إليك: هل ما زالت صالحة للبيع؟ يُردّ المبلغ للمشتري.",
            "Tout vous est revenu : peut-on encore le vendre ? L’acheteur est remboursé.",
            "All of it is back with you: can it still be sold? The buyer is paid back.",
        ),
    ),
)  # fmt: skip
PRODUCTS = Chapter(
    "منتوجاتي",
    "Mes produits",
    "My products",
    (
        Picture(
            "20-products", "workshop:products", at("workshop/products/"),
            "منتوجاتي: صورة وعلامة وكلمة.", "Mes produits : photo, marque, mot.", "My products: photo, mark, word.",
        ),
        Picture(
            "21-product", "workshop:product", way.first("workshop/products/", "/workshop/products/", "/new/"),
            "ثمن، وعدد، وإخفاء، ومشاركة.", "Prix, nombre, masquer, partager.", "Price, number, hide, share.",
        ),
        Picture(
            "22-photos", "workshop:listing", way.adding("photos"),
            "منتوج جديد ①: صور. إن كانت مظلمة أو غير واضحة يقول لك الهاتف.",
            "Nouveau produit ① : photos. Trop sombre ou floue, le téléphone le dit.",
            "New product ①: photos. Too dark or blurred, the phone says so.",
        ),
        Picture(
            "22-photos-judged", "workshop:listing", way.judged,
            "صورة مظلمة: الهاتف يريك صورة جيدة بجانبها. خذيها من جديد، أو احتفظي بها.",
            "Photo sombre : le téléphone montre une bonne photo à côté. La reprendre ou la garder.",
            "A dark photo: the phone shows a good one beside it. Take it again, or keep it.",
        ),
        Picture(
            "23-what", "workshop:listing", way.adding("what"),
            "② ما هو؟ بالصور.", "② Qu’est-ce ? En images.", "② What is it? In pictures.",
        ),
        Picture(
            "24-price", "workshop:listing", way.adding("price"),
            "③ الثمن: ما تطلبينه، وما يبقى لك.", "③ Le prix : ce que vous demandez, ce qui vous reste.",
            "③ The price: what you ask, what stays with you.",
        ),
        Picture(
            "25-many", "workshop:listing", way.adding("pieces"),
            "④ قطعة واحدة، أو عدد، أو تحت الطلب. وصوتك يحكي عنها.",
            "④ Une pièce, plusieurs, ou sur commande. Votre voix la raconte.",
            "④ One piece, several, or made to order. Your voice tells of it.",
        ),
        Picture(
            "26-preview", "workshop:listing", way.adding("preview"),
            "هكذا سيراها الناس. ثم الإرسال.", "Ainsi on la verra. Puis envoyer.", "So people will see it. Then send.",
        ),
        Picture(
            "27-hand", "workshop:hearing", way.hearing,
            "كلماتك تُقرأ عليك. اليد الخضراء: نعم.", "Vos mots vous sont lus. La main verte : oui.",
            "Your words are read to you. The green hand: yes.",
        ),
        Picture(
            "27-wording", "workshop:wording", way.among("workshop/products/", "a[href*='/wording/']", follow=True),
            "تعاونيتك تسمع صوتك وتكتب ما قلتِه.", "Votre coopérative écoute votre voix et l’écrit.",
            "Your cooperative listens to your voice and writes it.",
        ),
        Picture(
            "28-sent-back", "workshop:product", way.among("workshop/products/", "a.primary[href$='/correction/']"),
            "للتصحيح: السبب بالصورة والصوت، ثم زر التصحيح.", "À corriger : le motif en image et à voix haute, puis corriger.",
            "To correct: why, in a picture and aloud, then correct it.",
        ),
        Picture(
            "28-correction", "workshop:correction",
            way.among("workshop/products/", "a.primary[href$='/correction/']", follow=True),
            "صورة أخرى أو كلمات أخرى، ثم الإرسال من جديد.", "Une autre photo ou d’autres mots, puis renvoyer.",
            "Another photo or other words, then send again.",
        ),
        Picture(
            "29-product-sharing", "workshop:product_sharing",
            way.among("workshop/products/", "a[href$='/sharing/']", follow=True),
            "مشاركة قطعة على واتساب.", "Partager une pièce sur WhatsApp.", "Sharing a piece on WhatsApp.",
        ),
        Picture(
            "29-table", "workshop:table", at("workshop/products/table/"),
            "جدول لكل الأثمنة والأعداد، لمن أراد.", "Un tableau de tous les prix et nombres, pour qui veut.",
            "A table of all prices and numbers, for whoever wants it.",
        ),
        Picture(
            "29-table-files", "workshop:table_files", at("workshop/products/table/files/"),
            "ملف من الحاسوب (CSV) بدل الشاشات الأربع.", "Un fichier d’ordinateur (CSV) au lieu des quatre écrans.",
            "A file from a computer (CSV) instead of the four screens.",
        ),
        Picture(
            "29-table-import", "workshop:table_import", way.table_import,
            "ما وُجد في الملف، قبل أن يُكتب شيء.", "Ce que contient le fichier, avant que rien ne soit écrit.",
            "What is in the file, before anything is written.",
        ),
    ),
)  # fmt: skip
MONEY = Chapter(
    "المال",
    "L’argent",
    "Money",
    (
        Picture(
            "30-money", "workshop:money", at("workshop/money/"),
            "المال: قادم، جاهز، وصل. كل مبلغ يُسمع.", "Argent : à venir, prêt, reçu. Chaque somme s’écoute.",
            "Money: coming, ready, received. Each sum can be heard.",
        ),
        Picture(
            "31-statement", "workshop:statement", at("workshop/money/statement/"),
            "شهرا بشهر، سطرا بسطر، بالصوت.", "Mois par mois, ligne par ligne, à voix haute.",
            "Month by month, line by line, aloud.",
        ),
        Picture(
            "32-destination", "workshop:destination", at("workshop/money/destination/"),
            "إلى أين يذهب مالك. تغييره يطلب أرقامك الستة.", "Où va votre argent. Le changer demande vos six chiffres.",
            "Where your money goes. Changing it asks your six digits.",
        ),
        Picture(
            "33-receipt", "workshop:withdrawal_receipt", at("workshop/money/withdrawal/"),
            "طلبتِ مالك: متى يصل، وإلى أين، ووصل يُسمع ويُحفظ.",
            "Vous l’avez demandé : quand il arrive, où, et un reçu à entendre et à garder.",
            "You asked for it: when it comes, where, and a receipt to hear and keep.",
        ),
        Picture(
            "34-withdrawal", "workshop:withdrawal", way.withdrawal,
            "طلب مالي: كل ما هو جاهز، أو جزء منه.", "Demander mon argent : tout ce qui est prêt, ou une partie.",
            "Asking for my money: all that is ready, or a part.",
        ),
        Picture(
            "35-payouts", "workshop:payouts", at("workshop/money/payouts/"),
            "كل ما أُرسل إليك.", "Tout ce qui vous a été envoyé.", "All that was sent to you.",
        ),
        Picture(
            "35-payout", "workshop:payout", way.through("workshop/money/payouts/", "/payouts/"),
            "مبلغ واحد: المبيعات التي يقابلها.", "Un envoi : les ventes qu’il paie.", "One of them: the sales it pays.",
        ),
        Picture(
            "36-shares", "workshop:shares", at("workshop/money/shares/"),
            "نصيب كل صانعة في المجموعة.", "La part de chacune dans le groupe.", "Each maker’s part in the group.",
        ),
        Picture(
            "36-part", "workshop:part", way.through("workshop/money/statement/", "/makers/"),
            "نصيبي أنا، بيعا بعد بيع.", "Ma part, vente par vente.", "My own part, sale by sale.",
        ),
        Picture(
            "37-papers", "workshop:papers", at("workshop/papers/"),
            "الفواتير: تُكتب وحدها، وتُحفظ PDF.", "Les factures : écrites toutes seules, en PDF.",
            "Invoices: written by themselves, as PDF.",
        ),
    ),
)  # fmt: skip
ASKED = Chapter(
    "طلبات خاصة، والأداء برابط",
    "Demandes, et paiement par lien",
    "Requests, and payment by link",
    (
        Picture(
            "40-requests", "workshop:requests", at("workshop/requests/"),
            "يطلبون قطعة خاصة: استمعي، أجيبي بصوتك، قولي الثمن والأيام.",
            "On vous demande une pièce : écoutez, répondez de vive voix, dites prix et jours.",
            "Somebody asks for a piece: listen, answer aloud, say price and days.",
        ),
        Picture(
            "41-request", "workshop:request", way.first("workshop/requests/", "/workshop/requests/"),
            "طلب واحد: صوت وصورة وثمن.", "Une demande : voix, image, prix.", "One request: voice, picture, price.",
        ),
        Picture(
            "42-quote", "workshop:request_quote", way.among("workshop/requests/", "a[href$='/quote/']", follow=True),
            "ثمنك، وعدد الأيام، وما يُدفع أولا.", "Votre prix, les jours, ce qui se paie d’abord.",
            "Your price, the days, what is paid first.",
        ),
        Picture(
            "43-progress", "workshop:order_progress",
            way.among("workshop/orders/?list=work", "a[href$='/progress/']", follow=True),
            "العمل يتقدم: صورة أو صوت للمشتري.", "Le travail avance : une photo ou votre voix pour l’acheteur.",
            "The work goes on: a photo or your voice for the buyer.",
        ),
        Picture(
            "45-link", "workshop:link", at("workshop/link/"),
            "زائر في محلك بلا نقود: اختاري القطعة.", "Un visiteur sans espèces : choisissez la pièce.",
            "A visitor without cash: choose the piece.",
        ),
        Picture(
            "46-link-product", "workshop:link_product", way.through("workshop/link/", "/link/products/"),
            "كم قطعة، ولمن.", "Combien, et pour qui.", "How many, and for whom.",
        ),
        Picture(
            "47-link-asked", "workshop:link_asked",
            way.through("workshop/link/", "/workshop/link/'][href$='-1/"),
            "يمسح الرمز ويؤدي. حين تظهر كلمة مؤدى: سلّمي القطعة.", "Il scanne et paie. Quand c’est payé : donnez la pièce.",
            "They scan and pay. When it says paid: give the piece.",
        ),
    ),
)  # fmt: skip
LEARN = Chapter(
    "التعلم",
    "Apprendre",
    "Learning",
    (
        Picture(
            "50-learn", "workshop:learn", at("workshop/learn/"),
            "دروس من ثلاث دقائق. تُحفظ في الهاتف.", "Des leçons de trois minutes. Elles se gardent sur le téléphone.",
            "Lessons of three minutes. They can be kept on the phone.",
        ),
        Picture(
            "50-course", "workshop:learn_course", at("workshop/learn/payment/"),
            "دورة: دروسها، وما أثبتِّه فيها.", "Un cours : ses leçons, et ce que vous y avez montré.",
            "A course: its lessons, and what you showed there.",
        ),
        Picture(
            "51-lesson", "workshop:learn_step", way.lesson,
            "درس: صورة وجملة وصوت.", "Une leçon : image, phrase, voix.", "A lesson: picture, sentence, voice.",
        ),
        Picture(
            "52-practice", "workshop:learn_practice", at("workshop/learn/practice/"),
            "تدريب بمال اللعب: لا شيء حقيقي هنا.", "S’exercer avec de l’argent pour jouer : rien n’est vrai ici.",
            "Practise with play money: nothing here is real.",
        ),
        Picture(
            "53-certificates", "workshop:learn_certificates", at("workshop/learn/certificates/"),
            "شهاداتي: ورقة، ورابط يتحقق منه من شئت. واسمك إن وافقت.",
            "Mes attestations : un papier, un lien à vérifier. Votre nom, si vous voulez.",
            "My certificates: a paper, and a link to check. Your name, if you agree.",
        ),
        Picture(
            "54-attendance", "workshop:learn_attendance", way.attendance,
            "عند باب الحصة: امسحي الرمز واضغطي اليد.", "À la porte de la séance : scannez, puis la main.",
            "At the session’s door: scan, then press the hand.",
        ),
    ),
)  # fmt: skip
SHOP = Chapter(
    "متجري ومن معي",
    "Ma boutique et les miens",
    "My shop and my people",
    (
        Picture(
            "60-shop", "workshop:shop", at("workshop/shop/"),
            "متجري: مغلق اليوم، عطلة، مشاركة، كيف يراني العالم.",
            "Ma boutique : fermée aujourd’hui, congés, partager, comment on me voit.",
            "My shop: closed today, holiday, share, how the world sees me.",
        ),
        Picture(
            "60-holiday", "workshop:shop_holiday", at("workshop/shop/holiday/"),
            "عطلة من يوم إلى يوم: ثم يُفتح المتجر وحده.", "Congés, d’un jour à l’autre : puis la boutique rouvre seule.",
            "A holiday, from day to day: then the shop opens by itself.",
        ),
        Picture(
            "60-sharing", "workshop:shop_sharing", at("workshop/shop/sharing/"),
            "رابط المتجر، ورمز، وملصق للطباعة.", "Le lien de la boutique, un code, une affiche à imprimer.",
            "The shop’s link, a code, a poster to print.",
        ),
        Picture(
            "61-world", "workshop:shop_world", at("workshop/shop/world/"),
            "كيف يراني العالم.", "Comment le monde me voit.", "How the world sees me.",
        ),
        Picture(
            "62-consents", "workshop:consents", at("workshop/consents/"),
            "اسمي وصورتي وصوتي: نعم أو لا، متى شئت.", "Mon nom, mon image, ma voix : oui ou non, quand je veux.",
            "My name, picture, voice: yes or no, whenever I like.",
        ),
        Picture(
            "63-helpers", "workshop:mandates", at("workshop/mandates/"),
            "من يساعدني، في ماذا، وإلى متى.", "Qui m’aide, à quoi, jusqu’à quand.", "Who helps me, with what, until when.",
        ),
        Picture(
            "63-helpers-new", "workshop:mandates", way.giving_help,
            "أسمح بالمساعدة: من، وفي ماذا، وإلى متى. أُنهيها متى شئت.",
            "J’autorise : qui, à quoi, jusqu’à quand. J’y mets fin quand je veux.",
            "I allow it: who, with what, until when. I end it whenever I like.",
        ),
        Picture(
            "63-helpers-over", "workshop:mandate_end", way.through("workshop/mandates/", "/mandates/"),
            "أنهي الإذن: من تلك اللحظة لا يفعل أحد شيئا باسمي.",
            "J’y mets fin : dès lors, plus rien ne se fait en mon nom.",
            "I end it: from then on nothing more is done in my name.",
        ),
        Picture(
            "63-proposals", "workshop:proposals", at("workshop/proposals/"),
            "من يساعدني اقترح ثمنا: نعم أو لا.", "Qui m’aide propose un prix : oui ou non.",
            "My helper proposes a price: yes or no.",
        ),
        Picture(
            "63-week", "workshop:helped", at("workshop/helped/"),
            "ما فُعل باسمي هذا الأسبوع.", "Ce qui a été fait en mon nom cette semaine.", "What was done in my name this week.",
        ),
        Picture(
            "64-members", "workshop:members", at("workshop/members/"),
            "أعضاء التعاونية.", "Les membres de la coopérative.", "The cooperative’s members.",
        ),
        Picture(
            "65-voice", "workshop:voice", at("workshop/voice/"),
            "الصوت الذي أفهمه.", "La voix que je comprends.", "The voice I understand.",
        ),
        Picture(
            "66-cards", "workshop:keys", at("workshop/keys/"),
            "بطاقات الدخول للأعضاء.", "Les cartes d’entrée des membres.", "Members’ cards.",
        ),
        Picture(
            "66-let-in", "workshop:key_let_in", way.let_in,
            "عضوة ضاع هاتفها: أُدخلها من جديد بأرقامي أنا.",
            "Une membre a perdu son téléphone : je la fais entrer, avec mes chiffres.",
            "A member lost her phone: I let her in again, with my own digits.",
        ),
        Picture(
            "67-checks", "workshop:checks", at("workshop/checks/"),
            "قطع جارة أنظر فيها قبل إرسالها.", "Les pièces d’une voisine que je regarde avant l’envoi.",
            "A neighbour’s pieces that I look at before they leave.",
        ),
        Picture(
            "67-check", "workshop:check", way.through("workshop/checks/", "/checks/"),
            "سليمة، أو تُصلَح، مع صورة وصوت.", "Bonne, ou à reprendre, avec photo et voix.",
            "Good, or to be mended, with a photo and a voice.",
        ),
        Picture(
            "68-offline", "workshop:offline", at("workshop/offline/"),
            "بلا شبكة: ما صنعتِه محفوظ في الهاتف، ويُرسل وحده.",
            "Sans réseau : ce que vous avez fait est gardé, et part tout seul.",
            "Without a network: what you did is kept, and is sent by itself.",
        ),
    ),
)  # fmt: skip
HELPING = Chapter(
    "أساعد غيري",
    "J’aide quelqu’un",
    "I help somebody",
    (
        Picture(
            "70-helping", "workshop:today", at("workshop/"),
            "أعمل باسمها: اسمها في أعلى كل صفحة.", "J’agis pour elle : son nom est en haut de chaque page.",
            "I act for her: her name is at the top of each page.", phone=HELPER,
        ),
        Picture(
            "71-mandate", "workshop:mandate", at("workshop/mandate/"),
            "ما سمحت لي به، وإلى متى. يمكنني أن أتوقف.", "Ce qu’elle m’a permis, jusqu’à quand. Je peux m’arrêter.",
            "What she allowed me, until when. I can stop.", phone=HELPER,
        ),
        Picture(
            "72-not-allowed", "workshop:money", way.answers("workshop/money/", 403),
            "مالها لها وحدها: لم يُفعل شيء.", "Son argent n’est qu’à elle : rien n’a été fait.",
            "Her money is hers alone: nothing was done.", phone=HELPER,
        ),
        Picture(
            "73-over", "workshop:today", way.mandate_over,
            "انتهى الإذن: ما لم يُرسل يبقى في الهاتف، ويُرسل بإذن جديد.",
            "C’est fini : ce qui n’est pas parti reste sur le téléphone, et partira avec un nouvel accord.",
            "It has ended: what was not sent stays on the phone, and is sent with a new mandate.", phone=HELPER,
        ),
    ),
)  # fmt: skip
CHAPTERS = (DOOR, JOIN, ORDERS, PRODUCTS, MONEY, ASKED, LEARN, SHOP, HELPING)
PICTURES = tuple(picture for chapter in CHAPTERS for picture in chapter.pictures)
