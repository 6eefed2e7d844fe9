"""Django's SQLite backend with a fair queue for writers.

SQLite lets one connection write at a time; those that wait poll, so under load one may starve for seconds
while luckier ones pass. Here a writer first takes an advisory lock on a side file (``<database>.lock``),
where the kernel wakes waiters in turn, and only then begins its transaction. It never changes what SQL means,
and it never guards a single statement outside ``atomic()``: that takes SQLite's own lock and waits by
polling, as in stock Django.
"""
