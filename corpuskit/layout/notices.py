"""Texts that are wrapped by hand and compared byte for byte: licences, package metadata."""

import re

_MARKS = re.compile(
    r"\A(?:Metadata-Version|Wheel-Version|Format): |^SPDX-License-Identifier:"
    r"|Permission is hereby granted|Redistribution and use in source|WITHOUT WARRANT(?:Y|IES)"
    r"|Permission to use, copy, modify|Licensed under the |GNU (?:LESSER |AFFERO )?GENERAL PUBLIC LICENSE"
    r"|Apache License\s+Version|provided 'as-is', without any express"
    r"|Creative Commons|All rights reserved|\bCopyright (?:\(c\)|©|\d{4})|\bopen source licen[sc]e",
    re.IGNORECASE | re.MULTILINE,
)
_HEAD = 4000


def is_notice(text: str) -> bool:
    """Whether ``text`` begins as a licence, a copyright notice or package metadata.

    >>> is_notice("MIT License\\n\\nPermission is hereby granted, free of charge, to any person")
    True
    """
    return _MARKS.search(text, 0, _HEAD) is not None
