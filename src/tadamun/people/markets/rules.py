"""Who may do what in a market's team: plain predicates of a role."""

OPERATOR, REVIEWER, SUPPORT, TRAINER = "operator", "reviewer", "support", "trainer"


def may_review(role: str) -> bool:
    return role in {OPERATOR, REVIEWER}


def may_admit(role: str) -> bool:
    return role == OPERATOR


def may_follow_orders(role: str) -> bool:
    return role in {OPERATOR, SUPPORT}


def may_change_market(role: str) -> bool:
    return role == OPERATOR


def may_import(role: str) -> bool:
    return role in {OPERATOR, REVIEWER}


def may_see_payouts(role: str) -> bool:
    return role in {OPERATOR, SUPPORT}


def may_pay_out(role: str) -> bool:
    """Prepares and approves; that two people are needed is the batch's own rule."""
    return role == OPERATOR


def may_train(role: str) -> bool:
    """Sees her own sessions and who came to them; an operator sees all."""
    return role in {OPERATOR, TRAINER}


def may_plan_training(role: str) -> bool:
    return role == OPERATOR
