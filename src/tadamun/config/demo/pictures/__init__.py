"""Product pictures drawn by code: no outside picture is used, and the same words always give the same picture.

Each family of things has a drawer ``(scene, style, colour)``. They are drawings in soft light on lime plaster, honest
about being demonstration, good enough to judge a page by.
"""
