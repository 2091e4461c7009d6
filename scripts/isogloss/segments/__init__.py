"""Markdown: cuts a page into messages and puts translations back. The only room that knows Markdown.

A Python-Markdown treeprocessor walks the parsed page before inline parsing, when each block still holds its raw inline
Markdown: that text is the msgid. The same walk takes messages out (``isogloss update``) and puts translations in (the
build). The parser that renders the site is the parser that cuts it.
"""

from isogloss.segments.extension import IsoglossExtension
from isogloss.segments.inline import Inline
from isogloss.segments.message import Kind, Message
from isogloss.segments.parser import site_texts
from isogloss.segments.rendering import Rendering, Review, SourceStructure

__all__ = ["Inline", "IsoglossExtension", "Kind", "Message", "Rendering", "Review", "SourceStructure", "site_texts"]
