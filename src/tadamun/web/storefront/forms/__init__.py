"""Words to values: what visitors send, judged before any operation sees it."""
