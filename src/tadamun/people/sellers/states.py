"""What follows from what: raised by the verbs when something does not."""


class WrongState(ValueError):
    """What was asked does not follow from where it stands; nothing was written."""


class NotReady(WrongState):
    """The market's own conditions are not met: ``missing`` are codes of requirements, ``region_closed`` says the rest."""

    def __init__(self, missing: tuple[str, ...] = (), *, region_closed: bool = False) -> None:
        super().__init__(", ".join(missing) or "the region is not open for her")
        self.missing = missing
        self.region_closed = region_closed
