"""The door's addresses below ``/<language>/``; the phone and its code are the storefront's."""

from django.urls import path

from tadamun.web.shared.entering.views import cards, faces, let_in, passkeys, phones, pins, trust

app_name = "entering"
urlpatterns = [
    path("sign-in/faces/<int:number>/", faces.face, name="face"),
    path("sign-in/faces/<int:number>/code/", faces.face_code, name="face_code"),
    path("sign-in/faces/<int:number>/removal/", faces.face_removal, name="face_removal"),
    path("sign-in/trust/", trust.trust, name="trust"),
    path("sign-in/trustee/", trust.trustee, name="trustee"),
    path("sign-in/pin/", pins.pin, name="pin"),
    path("sign-in/proof/", pins.proof, name="proof"),
    path("sign-in/proof/code/", pins.proof_code, name="proof_code"),
    path("sign-in/card/", cards.card, name="card"),
    path("sign-in/card/code/", cards.card_code, name="card_code"),
    path("sign-in/recovery/", let_in.recovery, name="recovery"),
    path("sign-in/passkey/", passkeys.passkey, name="passkey"),
    path("sign-in/passkey/options/", passkeys.passkey_options, name="passkey_options"),
    path("account/phones/", phones.phones, name="phones"),
    path("account/phones/<int:number>/removal/", phones.phone_removal, name="phone_removal"),
    path("account/phones/card/removal/", phones.card_removal, name="card_removal"),
    path("account/phones/trustees/", phones.trustees, name="trustees"),
    path("account/phones/passkeys/", passkeys.registration, name="passkeys"),
    path("account/phones/passkeys/options/", passkeys.registration_options, name="passkeys_options"),
    path("account/phones/passkeys/<int:number>/removal/", phones.passkey_removal, name="passkey_removal"),
]
