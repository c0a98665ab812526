"""Texts that are wrapped by hand and compared byte for byte: licences, package metadata."""

import re

_MARKS = (
    r"\A(?:Metadata-Version|Wheel-Version|Format): |^SPDX-License-Identifier:"
    r"|Permission is hereby granted|Redistribution and use in source|WITHOUT WARRANT(?:Y|IES)"
    r"|\bredistribute (?:this (?:software|program|library|package)|it and/or modify)\b"
    r"|Permission to use, copy, modify|Licensed under the |GNU (?:LESSER |AFFERO )?GENERAL PUBLIC LICENSE"
    r"|Apache License\s+Version|provided 'as-is', without any express"
    r"|Creative Commons|All rights reserved|\bCopyright (?:\(c\)|©|\d{4})|\bopen source licen[sc]e"
)
_HINTS = (
    "metadata-version", "wheel-version", "format:", "spdx-", "permission", "redistribut",
    "without warrant",
    "licensed under", "general public", "apache", "as-is", "creative commons", "all rights", "copyright",
    "open source licen",
)  # fmt: skip
"""A text with none of them has no mark: to look for them takes a twentieth of the time."""
_HEAD = 4000


def is_notice(text: str) -> bool:
    """Whether ``text`` begins as a licence, a copyright notice or package metadata.

    >>> is_notice("MIT License\\n\\nPermission is hereby granted, free of charge, to any person")
    True
    """
    head = text[:_HEAD]
    lower = head.lower()
    return (
        any(hint in lower for hint in _HINTS)
        and re.search(_MARKS, head, re.IGNORECASE | re.MULTILINE) is not None
    )
