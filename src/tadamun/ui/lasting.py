"""Tags of Django's whose answer lasts as long as the process: found once, where Django looks for it at every page."""

from functools import cache

from django.template import Template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.loader_tags import ExtendsNode, do_extends
from django.templatetags.static import StaticNode, do_static


class ConstantAddress(StaticNode):
    """The address of a file that the template names itself; files are hashed before a process begins."""

    _said = ""

    def render(self, context: Context) -> str:
        if not self._said:
            self._said = str(super().render(context))
        return self._said


def static(parser: Parser, token: Token) -> StaticNode:
    """Django's tag, to the byte."""
    node = do_static(parser, token)
    constant = isinstance(node.path.var, str) and not node.path.filters and node.varname is None
    return ConstantAddress(node.varname, node.path) if constant else node


class KnownParent(ExtendsNode):
    """The parent that the template names itself, and its blocks: Django looks for the one by a hash of all that extend it,
    and gathers the others from its whole tree, each time a page is drawn."""

    _parent: Template | None = None

    def get_parent(self, context: Context) -> Template:
        if self._parent is None:
            self._parent = super().get_parent(context)
            nodes = self._parent.nodelist
            nodes.get_nodes_by_type = cache(nodes.get_nodes_by_type)  # type: ignore[assignment,method-assign]
        return self._parent


def extends(parser: Parser, token: Token) -> ExtendsNode:
    """Django's tag, to the byte. A parent that only the context names is looked for each time."""
    node = do_extends(parser, token)
    named = isinstance(getattr(node.parent_name, "var", None), str)
    return KnownParent(node.nodelist, node.parent_name) if named else node
