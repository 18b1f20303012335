"""Markup in text fields: what a browser would show of it."""

from __future__ import annotations

import html
import re

_BREAK = re.compile(
    r"<\s{0,3}/?\s{0,3}(?:br|p|div|li|tr|ul|ol|h[1-6]|table|tbody|thead)\b[^<>]*>", re.IGNORECASE
)
_CELL = re.compile(r"<\s{0,3}/\s{0,3}(?:td|th)\s{0,3}>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|$)|-->|<!\[\w+\[|\]\]>", re.DOTALL)
_HIDDEN = re.compile(r"<\s{0,3}(script|style|title)\b", re.IGNORECASE)
_TAG = re.compile(
    r"<\s{0,3}/?\s{0,3}(?:a|abbr|b|big|body|center|code|col|colgroup|dd|dl|dt|em|font|form|head|hr|html|i"
    r"|img|input|label|link|meta|o:p|option|pre|s|script|select|small|span|strike|strong|style|sub"
    r"|sup|td|textarea|tfoot|th|title|tt|u|v:\w+|w:\w+|st1:\w+|xml|\?xml[^<>]*|!doctype)"
    r"(?:\s[^<>]*|/)?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(
    r"&(nbsp|amp|lt|gt|quot|ldquo|rdquo|middot|mdash|ensp|emsp)(?![;a-z])", re.IGNORECASE
)
_VOID = re.compile(r"javascript:\s*(?:void\s*\(\s*0\s*\)|;)?;?", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\u00a0\u3000\u2002\u2003]+")
_LINES = re.compile(r" ?\n[ \n]*")


def _unescape(text: str) -> str:
    """Resolve entities, also those escaped twice and those that lost their semicolon."""
    for _ in range(3):
        if "&" not in text:
            break
        resolved = html.unescape(_ENTITY.sub(r"&\1;", text))
        if resolved == text:
            break
        text = resolved
    return text


def _drop_hidden(text: str) -> str:
    """Drop scripts, styles and titles with what they hold; one without an end is left alone."""
    kept: list[str] = []
    start = 0
    endless: set[str] = set()
    for opening in _HIDDEN.finditer(text):
        tag = opening[1].lower()
        if opening.start() < start or tag in endless:
            continue
        closing = re.compile(rf"</\s{{0,3}}{tag}\s{{0,3}}>", re.IGNORECASE).search(
            text, opening.end()
        )
        if closing is None:
            endless.add(tag)
            continue
        kept.append(text[start : opening.start()])
        start = closing.end()
    return "".join([*kept, text[start:]])


def plain(text: str) -> str:
    """Return the text that markup shows, one paragraph per line.

    Known tags, comments, scripts and ``javascript:void(0)`` go; a placeholder such as ``<xxx>``
    or ``<姓名>`` is text and stays.
    """
    if "<" not in text and "&" not in text and "-->" not in text and ":void" not in text:
        return _tidy_lines(text) if "\n" in text or "\r" in text else text.strip()
    text = _drop_hidden(_COMMENT.sub("", text))
    text = _COMMENT.sub("", _unescape(text))
    text = _CELL.sub(" ", _BREAK.sub("\n", text))
    return _tidy_lines(_VOID.sub("", _TAG.sub("", text)))


def _tidy_lines(text: str) -> str:
    text = _BLANKS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _LINES.sub("\n", text).strip()
