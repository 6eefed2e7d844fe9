"""Every market's fee becomes its default plan."""

import datetime
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import tadamun.kernel.clock
import tadamun.kernel.codes
import tadamun.kernel.text
from tadamun.kernel.triggers import AppendOnly

EVER = datetime.date(2000, 1, 1)
NAMES = {"ar": "عمولة السوق", "fr": "Commission du marché", "en": "The market’s fee"}
BEFORE = 500  # where a market had said nothing


def to_plans(apps: Any, _schema: Any) -> None:
    plans = apps.get_model("markets", "FeePlan")._base_manager
    terms = apps.get_model("markets", "FeeTerm")._base_manager
    for market in apps.get_model("markets", "Market")._base_manager.all():
        plan = plans.create(market=market, names=NAMES, is_default=True)
        said = int(market.policies.pop("fee_bp", BEFORE))
        terms.create(plan=plan, basis_points=said, starts=EVER, set_on=tadamun.kernel.clock.today())
        market.save(update_fields=["policies"])


def to_settings(apps: Any, _schema: Any) -> None:
    terms = apps.get_model("markets", "FeeTerm")._base_manager
    for market in apps.get_model("markets", "Market")._base_manager.all():
        rows = terms.filter(
            plan__market=market, plan__is_default=True, starts__lte=tadamun.kernel.clock.today()
        )
        if term := rows.order_by("-starts", "-pk").first():
            market.policies["fee_bp"] = term.basis_points
            market.save(update_fields=["policies"])


class Migration(migrations.Migration):
    dependencies = [("markets", "0002_trainers")]

    operations = [
        migrations.CreateModel(
            name="FeePlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=12, unique=True)),
                ("names", tadamun.kernel.text.TranslatedTextField(blank=True, default=dict)),
                ("is_default", models.BooleanField(default=False)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fee_plans",
                        to="markets.market",
                    ),
                ),
            ],
            options={
                "ordering": ["-is_default", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("market",),
                        name="one_default_fee_plan_a_market",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FeeTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("basis_points", models.PositiveIntegerField()),
                ("starts", models.DateField()),
                ("set_on", models.DateField()),
                ("set_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="markets.feeplan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("basis_points__lte", 10000)), name="a_fee_is_at_most_the_whole"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts__gte", models.F("set_on")), ("starts", EVER), _connector="OR"
                        ),
                        name="a_fee_never_changes_backwards",
                    ),
                ],
            },
        ),
        migrations.RunPython(to_plans, to_settings),
        AppendOnly("markets_feeterm"),
    ]
