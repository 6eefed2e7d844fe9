"""Who came in, and how; and that everybody who is in as her goes out."""

from tadamun.kernel import audit
from tadamun.people.accounts.models import Person


def note_entry(person: Person, way: str, key: str = "") -> None:
    """She signed in by ``way``: pin, card, passkey or let_in; ``key`` says which. A code is noted by its message."""
    audit.record("sign_in", person.reference, way=way, key=key)


def end_sessions(person: Person) -> None:
    """Every session of hers ends, on whatever device: Django signs sessions with the (unusable) password's hash."""
    person.set_unusable_password()
    person.save(update_fields=["password"])
    audit.record("end_sessions", person.reference)
