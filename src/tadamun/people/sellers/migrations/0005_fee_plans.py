"""A seller's own fee becomes a plan: one for each percent of a market."""

import datetime
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from tadamun.kernel.clock import today

EVER = datetime.date(2000, 1, 1)


def _names(basis_points: int) -> dict[str, str]:
    percent = f"{basis_points // 100}.{basis_points % 100:02}".rstrip("0").rstrip(".")
    return {
        "ar": f"عمولة متفق عليها ({percent}%)",
        "fr": f"Commission convenue ({percent}\u202f%)",
        "en": f"Agreed fee ({percent}%)",
    }


def to_plans(apps: Any, _schema: Any) -> None:
    plans = apps.get_model("markets", "FeePlan")._base_manager
    terms = apps.get_model("markets", "FeeTerm")._base_manager
    admissions = apps.get_model("sellers", "Admission")._base_manager
    own = admissions.filter(fee_bp__isnull=False)
    for market, basis_points in own.order_by("market", "fee_bp").values_list("market", "fee_bp").distinct():
        plan = plans.create(market_id=market, names=_names(basis_points))
        terms.create(plan=plan, basis_points=basis_points, starts=EVER, set_on=today())
        own.filter(market=market, fee_bp=basis_points).update(fee_plan=plan)


def to_own_fees(apps: Any, _schema: Any) -> None:
    terms = apps.get_model("markets", "FeeTerm")._base_manager
    admissions = apps.get_model("sellers", "Admission")._base_manager
    for plan in admissions.filter(fee_plan__isnull=False).values_list("fee_plan", flat=True).distinct():
        term = terms.filter(plan=plan, starts__lte=today()).order_by("-starts", "-pk").first()
        admissions.filter(fee_plan=plan).update(fee_bp=term.basis_points, fee_plan=None)


class Migration(migrations.Migration):
    dependencies = [("markets", "0003_fee_plans"), ("sellers", "0004_shops_close")]

    operations = [
        migrations.AddField(
            model_name="admission",
            name="fee_plan",
            field=models.ForeignKey(
                help_text="what the market keeps of her goods; none: what its default says",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="admissions",
                to="markets.feeplan",
            ),
        ),
        migrations.RunPython(to_plans, to_own_fees),
        migrations.RemoveConstraint(model_name="admission", name="a_fee_is_at_most_the_whole"),
        migrations.RemoveField(model_name="admission", name="fee_bp"),
    ]
