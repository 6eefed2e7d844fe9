"""Who may let whom in again."""

from tadamun.kernel.scopes import everything
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import TeamMember
from tadamun.people.sellers.models import Member, Organisation

LOOK_AFTER = (Member.Role.OWNER, Member.Role.MANAGER)


def may_let_in(by: Person, person: Person, organisation: Organisation) -> bool:
    """Somebody who looks after the organisation, one of its members; an owner is let in by an owner alone, and who is in
    the team of a market by nobody. Whether she allowed it is asked besides.
    """
    with everything("what two persons are, wherever"):
        roles = dict(
            Member.objects.filter(organisation=organisation, person__in=[by, person]).values_list(
                "person", "role"
            )
        )
        if TeamMember.objects.filter(person=person).exists():
            return False
    mine, hers = roles.get(by.pk), roles.get(person.pk)
    if by.pk == person.pk or mine not in LOOK_AFTER or hers is None:
        return False
    return mine == Member.Role.OWNER or hers != Member.Role.OWNER
