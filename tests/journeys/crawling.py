"""A polite search engine: it reads robots.txt, follows links, and remembers what it was told."""

import re
from collections import deque
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree, html
from protego import Protego

from tests.journeys.stage import LANGUAGES, Answer, Installation

MOST = 300
SITEMAP = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
}


@dataclass
class Seen:
    """A page of the crawl."""

    path: str
    answer: Answer
    found_on: str

    @cached_property
    def tree(self) -> Any:
        return html.document_fromstring(self.answer.body)

    def texts(self, xpath: str) -> list[str]:
        return [str(each).strip() for each in self.tree.xpath(xpath)]

    @property
    def indexable(self) -> bool:
        told = [*self.texts("//meta[@name='robots']/@content"), self.answer.headers.get("x-robots-tag", "")]
        return self.answer.status == 200 and not any("noindex" in each for each in told)


@dataclass
class Crawl:
    """``pages``: read as a search engine may. ``broken``: status, address and where its link stood."""

    pages: dict[str, Seen] = field(default_factory=dict)
    broken: list[tuple[int, str, str]] = field(default_factory=list)


def robots(served: Installation, market: str) -> Protego:
    return Protego.parse(served.ask(market, "/robots.txt").text)


def links_of(page: Seen, own: str) -> tuple[set[str], set[str]]:
    """Links to pages of the same host, and what the page loads; as path with query."""
    pages = {_local(page, str(each), own) for each in page.tree.xpath("//a/@href")}
    loaded = {
        _local(page, str(each), own)
        for each in page.tree.xpath(
            "//img/@src | //script/@src | //link[not(@rel='alternate') and not(@rel='canonical')]/@href"
        )
    }
    for sizes in page.tree.xpath("//@srcset"):
        loaded |= {_local(page, part.split()[0], own) for part in str(sizes).split(",")}
    return pages - {""}, loaded - {""}


def _local(page: Seen, address: str, own: str) -> str:
    parts = urlsplit(urljoin(own + page.path, address))
    if parts.scheme not in {"http", "https"} or f"{parts.scheme}://{parts.netloc}" != own:
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def crawl(served: Installation, market: str, most: int = MOST) -> Crawl:
    """From the first page in each language, breadth first, at most so many pages."""
    own, rules, done = served.address(market, ""), robots(served, market), Crawl()
    queue = deque((f"/{language}/", "") for language in LANGUAGES)
    known = {path for path, _ in queue}
    tried: set[str] = set()
    while queue:
        path, found_on = queue.popleft()
        closed = not rules.can_fetch(own + path, "*")
        if closed or len(done.pages) >= most:
            # Not to be read, but it must lead somewhere; one of each kind is asked for.
            kind = re.sub(r"\d+|[^/]{25,}", "…", path.partition("?")[0])
            if kind in tried:
                continue
            tried.add(kind)
        answer = served.ask(market, path)
        if answer.status in {301, 302, 303, 307, 308}:
            first, path = path, _local(Seen(path, answer, ""), answer.headers["location"], own)
            answer = served.ask(market, path)
            if answer.status >= 300:
                done.broken.append((answer.status, first, found_on))
        if answer.status != 200:
            done.broken.append((answer.status, path, found_on))
            continue
        if closed or len(done.pages) >= most or "html" not in answer.headers["content-type"]:
            continue
        page = done.pages[path] = Seen(path, answer, found_on)
        pages, loaded = links_of(page, own)
        queue.extend((each, path) for each in sorted(pages - known))
        known |= pages
        for each in sorted(loaded - tried):
            tried.add(each)
            status = served.ask(market, each).status
            if status != 200:
                done.broken.append((status, each, path))
    return done


def sitemap(served: Installation, market: str) -> dict[str, dict[str, str]]:
    """Every address of the sitemaps with its alternatives by language code."""
    index = etree.fromstring(served.ask(market, "/sitemap.xml").body)
    found: dict[str, dict[str, str]] = {}
    for part in index.xpath("//s:sitemap/s:loc/text()", namespaces=SITEMAP):
        tree = etree.fromstring(served.ask(market, urlsplit(part).path).body)
        for entry in tree.xpath("//s:url", namespaces=SITEMAP):
            (address,) = entry.xpath("s:loc/text()", namespaces=SITEMAP)
            assert address not in found, f"{address} is listed twice"
            found[address] = {
                each.get("hreflang"): each.get("href") for each in entry.xpath("x:link", namespaces=SITEMAP)
            }
    return found
