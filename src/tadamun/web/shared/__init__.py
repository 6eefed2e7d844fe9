"""Under the doors: markets by host, languages, who is signed in, portal, errors, health, files for machines.

Words: a *door* is one of the ways in (storefront, checkout, workshop, backoffice) and decides the look of a page. *Chrome* is
what every page of a market, language and door has in common. A value is *kept* in a process until its tags are bumped.
It never decides what is sold to whom: that is below web.
"""
