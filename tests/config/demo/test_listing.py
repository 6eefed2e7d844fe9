"""What a seller of the demonstration left half done says of each photograph what it shows."""

import pytest

from tadamun.config.demo.listing import leave_listings
from tadamun.goods.catalogue.models import Draft, Product, Wording
from tadamun.goods.catalogue.operations import attach_picture, store_picture
from tadamun.kernel.scopes import everything
from tests.factories import make_market, make_organisation, make_product
from tests.web.workshop.test_orders import photo

pytestmark = pytest.mark.django_db


def test_a_draft_says_what_its_photograph_shows() -> None:
    market = make_market()
    organisation = make_organisation(market)
    crafts = {}
    for number, (craft, title) in enumerate(
        [("basketry", "سلة"), ("textile-wool", "زربية"), ("pottery", "جرة")]
    ):
        product = make_product(organisation, craft=craft, titles={"ar": title, "fr": title})
        picture = store_picture(organisation, photo(("brown", "teal", "navy")[number]).read())
        attach_picture(product, picture, alt={})
        crafts[picture.digest] = craft
    leave_listings(market, organisation)
    with everything("a test's own rows"):
        drafts = list(Draft.objects.select_related("sent_as"))
        assert len(drafts) == 4
        for draft in drafts:
            assert draft.content["craft"] == crafts[draft.content["pictures"][0]]
        heard = Wording.objects.select_related("product").exclude(reading="").get()
        shown = Product.objects.exclude(pk=heard.product_id).filter(craft=heard.product.craft)
        assert heard.product.titles["ar"] in {each.titles["ar"] for each in shown}
