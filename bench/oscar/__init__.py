"""django-oscar, the published package, as its documentation sets it up, measured beside us in the same run.

``oscar_shop.py``, ``oscar_urls.py`` and ``oscar_start.py`` are its project and run in an environment of its own under
build/; nothing of them is imported by Tadamun. Its facets need Solr or Elasticsearch: here it lists and searches by
Whoosh, without them.
"""
