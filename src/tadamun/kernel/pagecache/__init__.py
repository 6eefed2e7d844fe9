"""Public pages are made once and kept until something they showed has changed.

A *tag* names a thing a page read (``product:42``). A *recording* collects the tags of a page while it is
made. A *bump* says that a thing changed. A *slot* holds the number of the last bump of its tags. An *entry*
is a kept page. A *turn* is the right to make one page while others wait.

``wsgi.PageCache`` stands before Django; queries call ``tags.collect``, operations ``tags.bump``;
``counters.metrics`` counts; ``store.sweep``, ``store.recompress`` and ``peers.prune`` are run by jobs;
``peers`` joins several machines.

It never keeps what belongs to one person, never reads the Host header, and never turns a page into an error:
without disk or folder, pages are simply made. Described in ``docs/algorithms/page-cache.md``.
"""
