"""Finding a piece in any language, however it is spelt.

A *form* is a word as the index keeps it: folded, often without its endings. A *concept* is a craft, a
material or a technique that words of several languages name. A *question* is what a visitor asked of one
market; an *answer* is product numbers, counts for each filter and perhaps another spelling. The *index* is
a folder: derived, disposable, one for each machine.

It never decides what is for sale (it repeats the window), never reads another market than the question's,
and is never the only place where anything is written: without its folder it answers nothing until the next
``follow_outbox``. Described in ``docs/algorithms/search.md``.
"""
