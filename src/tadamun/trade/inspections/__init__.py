"""A peer looks at a piece before it leaves: checklist, photographs, pass, mend or refuse.

An *inspection* is asked for by the market's policy when an order is accepted, of sellers for whom a *checker* is named: a
person who may look at their pieces, never at those she made or prepared herself. Each *look* is kept. What follows for the
order are facts of orders; an order that awaits its inspection is neither packed nor handed over.

It never moves money, and never decides that an order ends.
"""
