"""Every product has a drawer, and a drawing is the same for the same words."""

import io

import pytest
from PIL import Image, ImageStat

from tadamun.config.demo.pictures.studio import draw, render
from tadamun.config.demo.products import PictureSpec
from tadamun.config.demo.recipes import recipes

pytestmark = pytest.mark.broad

SUBJECTS = sorted({form.picture for recipe in recipes().values() for form in recipe.forms})
SMALL = (200, 250)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_something_is_drawn_in_the_middle_of_the_wall(subject: str) -> None:
    picture = draw(PictureSpec(subject, "madder", 0), SMALL)
    assert picture.size == SMALL
    middle, corner = picture.crop((50, 80, 150, 220)), picture.crop((0, 0, 30, 30))
    spread = ImageStat.Stat(middle.convert("L")).stddev[0]
    assert spread > 4 * max(1.0, ImageStat.Stat(corner.convert("L")).stddev[0])


def test_the_same_words_give_the_same_picture_and_others_another() -> None:
    spec = PictureSpec("rug.azilal", "saffron", 0)
    assert draw(spec, SMALL).tobytes() == draw(spec, SMALL).tobytes()
    assert draw(spec, SMALL).tobytes() != draw(PictureSpec("rug.azilal", "saffron", 1), SMALL).tobytes()


def test_any_size_shows_the_same() -> None:
    spec = PictureSpec("plate.fez", "indigo", 0)
    small = draw(spec, SMALL)
    large = draw(spec, (800, 1000)).resize(SMALL)
    pairs = zip(ImageStat.Stat(small).mean, ImageStat.Stat(large).mean, strict=True)
    assert all(abs(one - other) < 6 for one, other in pairs)


def test_a_picture_is_handed_in_as_a_jpeg() -> None:
    with Image.open(io.BytesIO(render(PictureSpec("jar.honey", "", 0)))) as file:
        assert (file.format, file.size) == ("JPEG", (640, 800))
