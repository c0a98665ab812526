"""Texts that are wrapped by hand and compared byte for byte: licences, package metadata."""

import re

_GRANTS = (
    r"\A(?:Metadata-Version|Wheel-Version|Format): |^SPDX-License-Identifier:"
    r"|Permission is hereby granted|Redistribution and use in source|WITHOUT WARRANT(?:Y|IES)"
    r"|\bredistribute (?:this (?:software|program|library|package)|it and/or modify)\b"
    r"|Permission to use, copy, modify|Licensed under the (?!Creative Commons)|Apache License\s+Version"
    r"|provided 'as-is', without any express|hereby\s+grants?\s+(?:Licensee|you|to you)\b"
)
_MENTIONS = (
    r"^\W*(?:[A-Z][\w']* ){1,4}PUBLIC LICEN[SC]E|Creative Commons|All rights reserved|^License: "
    r"|\bCopyright (?:\(c\)|©|\d{4})|\bopen source licen[sc]e"
)
_HINTS = (
    "metadata-version", "wheel-version", "format:", "spdx-", "permission", "redistribut",
    "without warrant", "licensed under", "public licen", "apache", "as-is", "hereby", "creative commons",
    "all rights", "copyright", "open source licen", "license:",
)  # fmt: skip
"""A text with none of them has no mark: to look for them takes a twentieth of the time."""
_HEAD, _TOP = 4000, 400
_EACH = 500
"""So many characters of a notice mention a licence once at least."""


def is_notice(text: str) -> bool:
    """Whether ``text`` begins as a licence, a copyright notice or package metadata.

    What grants something is one wherever it stands in the first page; who holds the rights is told by
    articles and books, too, but not at their top, nor again and again.

    >>> is_notice("MIT License\\n\\nPermission is hereby granted, free of charge, to any person")
    True
    """
    head = text[:_HEAD]
    lower = head.lower()
    if not any(hint in lower for hint in _HINTS):
        return False
    flags = re.IGNORECASE | re.MULTILINE
    if re.search(_GRANTS, head, flags):
        return True
    mentions = [found.start() for found in re.finditer(_MENTIONS, head, flags)]
    return bool(mentions) and (mentions[0] < _TOP or len(mentions) * _EACH >= len(head))
