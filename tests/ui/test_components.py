"""Components: what a screen reader, a keyboard and a hostile text find in them."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms

from tadamun.kernel.money import Money
from tadamun.ui.navigation import NavItem
from tests.ui.pages import FRENCH, parse, render, request_for

FOLDER = Path(__file__).parents[2] / "src" / "tadamun" / "ui" / "templates"
ATTACK = '"><script>alert(1)</script>'


class Order(forms.Form):
    name = forms.CharField(label="Name")
    phone = forms.CharField(
        label="Phone", widget=forms.TextInput(attrs={"type": "tel"}), help_text="10 digits"
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    way = forms.ChoiceField(
        label="Way", choices=[("cod", "Cash"), ("card", "Card")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Agreed")


def field(name: str, data: dict[str, str] | None = None, attributes: str = "") -> object:
    return parse(render(f'<c-field :field="form.{name}" {attributes}/>', {"form": Order(data)}))


def test_a_field_ties_label_hint_and_error_to_its_control() -> None:
    found = parse(render('<c-field :field="form.phone" />', {"form": Order({"phone": ""})}))
    control = found.xpath(".//input")[0]
    described = control.get("aria-describedby").split()
    assert found.xpath(".//label/@for") == [control.get("id")]
    assert [found.xpath(f'.//*[@id="{name}"]')[0].text_content().strip() for name in described] == [
        "10 digits",
        str(forms.Field.default_error_messages["required"]),
    ]
    assert control.get("aria-invalid") == "true"
    assert control.get("dir") == "ltr"


def test_a_field_without_fault_says_nothing_of_faults() -> None:
    found = parse(render('<c-field :field="form.name" />', {"form": Order({"name": "سلمى"})}))
    control = found.xpath(".//input")[0]
    assert control.get("aria-invalid") is None
    assert control.get("aria-describedby") is None
    assert control.get("dir") == "auto"
    assert control.get("value") == "سلمى"
    assert found.xpath('.//*[@class="error"]') == []


def test_what_may_be_left_out_is_marked() -> None:
    optional = '<c-field :field="form.note" />'
    assert parse(render(optional, {"form": Order()})).xpath(".//label/span")
    assert not parse(render('<c-field :field="form.name" />', {"form": Order()})).xpath(".//label/span")
    unmarked = render('<c-field :field="form.note" :mark="False" />', {"form": Order()})
    assert not parse(unmarked).xpath(".//label/span")


def test_choices_are_a_group_with_a_name() -> None:
    found = parse(render('<c-field :field="form.way" />', {"form": Order({"way": "gold"})}))
    group = found.xpath(".//fieldset")[0]
    assert group.xpath("./legend")[0].text_content() == "Way"
    assert group.xpath(".//label/input/@value") == ["cod", "card"]
    assert found.xpath(f'.//*[@id="{group.get("aria-describedby").strip()}"]/@class') == ["error"]


def test_a_single_box_stands_before_its_label() -> None:
    found = parse(render('<c-field :field="form.agreed" />', {"form": Order()}))
    assert [child.tag for child in found.xpath("./div/*")] == ["input", "label"]


def test_the_summary_leads_to_every_fault_and_takes_the_focus() -> None:
    form = Order({"name": "x"})
    found = parse(render('<c-error-summary :form="form" /><c-field :field="form.way" />', {"form": form}))
    box = found.xpath('.//*[@id="errors"]')[0]
    assert (box.get("role"), box.get("tabindex")) == ("alert", "-1")
    assert box.get("autofocus") is not None
    targets = [link.get("href")[1:] for link in box.xpath(".//a")]
    assert targets == ["id_phone", "id_way_0", "id_agreed"]
    assert found.xpath('.//*[@id="id_way_0"]')
    assert [label.text_content() for label in box.xpath(".//strong")] == ["Phone", "Way", "Agreed"]


def test_there_is_no_summary_without_faults() -> None:
    assert render('<c-error-summary :form="form" />', {"form": Order()}).strip() == ""
    told = parse(render('<c-error-summary :errors="errors" />', {"errors": [("city", "Which city?")]}))
    assert told.xpath(".//a/@href") == ["#city"]


def test_an_input_without_a_form_is_described_too() -> None:
    found = parse(render('<c-input name="q" label="Min" type="number" hint="MAD" error="Too low" min="3" />'))
    control = found.xpath(".//input")[0]
    assert control.get("aria-describedby").split() == ["f-q-hint", "f-q-error"]
    assert control.get("min") == "3"
    assert found.xpath(".//label/@for") == ["f-q"]


@pytest.mark.parametrize(
    "source",
    [
        '<c-button href="{{ bad }}" data-x="{{ bad }}">x</c-button>',
        '<c-button :data-x="bad">x</c-button>',
        '<c-search :action="bad" :query="bad" :suggest="bad" />',
        '<c-chip :href="bad" remove>{{ bad }}</c-chip>',
        '<c-tag :kind="bad">{{ bad }}</c-tag>',
        '<c-panel :title="bad" :id="bad">{{ bad }}</c-panel>',
        '<c-kv :rows="rows" />',
        '<c-radio-chips :legend="bad" :name="bad" :options="options" :hint="bad" />',
        '<c-quantity :name="bad" :value="bad" :label="bad" />',
        '<c-input :name="bad" :label="bad" :value="bad" :hint="bad" :error="bad" :data-x="bad" />',
        '<c-error-summary :errors="rows" :title="bad" />',
        '<c-notice :title="bad" :kind="bad">{{ bad }}</c-notice>',
        '<c-timeline :steps="steps" :label="bad" />',
        '<c-table :caption="bad" :head="head">{{ bad }}</c-table>',
        '<c-tabs :label="bad" :items="items" />',
        '<c-dialog :id="bad" :title="bad">{{ bad }}</c-dialog>',
        '<c-disclosure :summary="bad" :count="bad">{{ bad }}</c-disclosure>',
        '<c-heard :url="bad" :label="bad" />',
        '<c-play-all :place="bad" :label="bad" />',
        '<c-speaker :key="bad" :label="bad" />',
        '<c-spoken-amount :amount="amount" :key="bad" :label="bad" />',
        '<c-voice :recording="recording" :label="bad" />',
        '<c-recorder :name="bad" :label="bad" :at_most="bad" :hint="bad" :error="bad" />',
        '<c-avatar :src="bad" :alt="bad" />',
        '<c-languages :items="languages" />',
        '<c-empty :title="bad">{{ bad }}</c-empty>',
        '<c-item :href="bad" :title="bad" :meta="bad">{{ bad }}</c-item>',
        '<c-tile :href="bad" :label="bad" icon="home" :count="bad" say="money.ready" />',
        '<c-stat :label="bad" :value="bad" :href="bad" :note="bad" />',
    ],
)
def test_no_component_lets_text_become_markup(source: str) -> None:
    rows = [(ATTACK, ATTACK)]
    context = {
        "bad": ATTACK,
        "amount": Money(1_250, "MAD"),
        "recording": SimpleNamespace(url=ATTACK, length=ATTACK),
        "rows": rows,
        "options": [(ATTACK, ATTACK, True, False)],
        "steps": [{"title": ATTACK, "time": ATTACK, "text": ATTACK, "state": "now"}],
        "head": [(ATTACK, "num"), ATTACK],
        "items": [(ATTACK, ATTACK, True, 3)],
        "languages": [(ATTACK, ATTACK, ATTACK, True)],
    }
    markup = render(source, context)
    assert "<script>" not in markup
    assert "alert(1)" in markup


def test_the_price_bar_says_in_a_table_what_it_draws() -> None:
    parts = [("الصانعة", Money(70_000, "MAD"), 70), ("التعاونية", Money(30_000, "MAD"), 30)]
    found = parse(render('<c-share-bar title="x" :parts="parts" />', {"parts": parts}))
    assert [float(width) for width in found.xpath('.//figure/svg/*[@height="1"]/@width')] == [70, 30]
    assert found.xpath("./figure/svg/@aria-hidden") == ["true"]
    assert [row.text_content().strip() for row in found.xpath(".//th")] == ["الصانعة", "التعاونية"]
    assert "700" in found.xpath(".//td")[1].text_content()


def test_prices_keep_their_direction() -> None:
    price = {"price": Money(145_000, "MAD")}
    assert parse(render('<c-price :amount="price" />', price)).xpath(".//bdi/@dir") == ["rtl"]
    assert parse(render('<c-price :amount="price" />', {**price, **FRENCH})).xpath(".//bdi/@dir") == ["ltr"]


def test_the_quantity_works_without_script() -> None:
    found = parse(render('<c-quantity :value="2" :max="5" />'))
    control = found.xpath(".//input")[0]
    assert (control.get("type"), control.get("value"), control.get("max")) == ("number", "2", "5")
    assert all(button.get("hidden") is not None for button in found.xpath(".//button"))
    assert all(button.get("aria-label") for button in found.xpath(".//button"))


def test_a_table_can_be_scrolled_by_keyboard_and_named() -> None:
    found = parse(
        render(
            '<c-table caption="Orders" :head="head"><tr><th scope="row">1</th></tr></c-table>',
            {"head": ["Order", ("Sum", "num")]},
        )
    )
    region = found.xpath("./div")[0]
    assert (region.get("tabindex"), region.get("role"), region.get("aria-label")) == ("0", "region", "Orders")
    assert [(th.text, th.get("class")) for th in found.xpath(".//thead//th")] == [
        ("Order", None),
        ("Sum", "num"),
    ]


def test_the_pager_keeps_the_question() -> None:
    context = {"request": request_for("/?q=tapis&page=3&craft=a&craft=b")}
    found = parse(render('<c-pager :number="3" :last="9" />', context))
    links = {link.text_content().strip(): link.get("href") for link in found.xpath(".//a[not(@rel)]")}
    assert links["1"] == "?q=tapis&craft=a&craft=b"
    assert links["4"] == "?q=tapis&craft=a&craft=b&page=4"
    assert found.xpath('.//a[@aria-current="page"]')[0].text_content() == "3"
    assert found.xpath('.//a[@rel="prev"]/@href') == ["?q=tapis&craft=a&craft=b&page=2"]
    assert render('<c-pager :number="1" :last="1" />', context).strip() == ""


def test_the_timeline_tells_each_state_in_words() -> None:
    steps = [{"title": state, "state": state} for state in ("done", "now", "next")]
    found = parse(render('<c-timeline :steps="steps" />', {"steps": steps}))
    assert found.xpath(".//li/@aria-current") == ["step"]
    assert all(
        item.xpath('./span[@class="visually-hidden"]')[0].text_content().strip()
        for item in found.xpath(".//li")
    )


def test_tabs_say_where_one_is() -> None:
    items = [NavItem("/a", "Today", "home", True), NavItem("/b", "Money", "coins", False)]
    found = parse(render('<c-bottom-tabs :items="items" />', {"items": items}))
    assert found.xpath('.//a[@aria-current="page"]/@href') == ["/a"]


def test_a_dialog_opens_without_script() -> None:
    found = parse(render('<c-dialog id="sure" title="Sure?">x</c-dialog>'))
    dialog = found.xpath('.//*[@id="sure"]')[0]
    assert dialog.get("popover") is not None
    assert found.xpath(f'.//*[@id="{dialog.get("aria-labelledby")}"]')[0].text_content() == "Sure?"
    assert found.xpath('.//button[@popovertarget="sure"]')


def test_other_attributes_of_a_button_pass_through() -> None:
    found = parse(render('<c-button name="do" value="go" :disabled="off">Go</c-button>', {"off": True}))
    button = found.xpath(".//button")[0]
    assert (button.get("name"), button.get("value"), button.get("type")) == ("do", "go", "submit")
    assert button.get("disabled") is not None
    assert "disabled" not in render('<c-button :disabled="off">Go</c-button>', {"off": False})


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_is_refused_by_the_security_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert " style=" not in text
    assert "<script>" not in text
    assert " on" + "click=" not in text
    assert "{{ attrs }}" not in text


@pytest.mark.parametrize("path", sorted((FOLDER / "components").rglob("*.html")), ids=lambda path: path.name)
def test_a_component_declares_its_attributes(path: Path) -> None:
    # What is not declared would be found in the page's context and shown by accident.
    assert path.read_text(encoding="utf-8").startswith("<c-vars ")
