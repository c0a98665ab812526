"""Parquet: a row is a document, read a batch at a time. Needs the extra ``parquet``."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpuskit.errors import ConfigError, InputError
from corpuskit.model import Document
from corpuskit.readers.discover import Found
from corpuskit.readers.raw import check_file
from corpuskit.readers.rows import Fields, Rejected, document_of, known_id, path_of

#: Rows read at a time, and bytes of the file.
_ROWS, _BUFFER = 64, 1 << 20


def parts(found: Found, size: int) -> Iterator[Found]:
    """``found`` in parts of whole row groups, each of about ``size`` bytes. Raises ``InputError``."""
    with _opened(found) as file:
        groups = file.metadata.num_row_groups
        start, row, rows, weight = 0, found.row, 0, 0
        for group in range(groups):
            about = file.metadata.row_group(group)
            if weight and weight + about.total_byte_size > size:
                yield found._replace(start=start, end=group, row=row)
                start, row, rows, weight = group, row + rows, 0, 0
            rows, weight = rows + about.num_rows, weight + about.total_byte_size
        yield found._replace(start=start, end=groups, row=row)


def spans(found: Found) -> Sequence[tuple[int, int]]:
    """The bytes of the file that hold ``found``: the columns of its row groups. Raises ``InputError``."""
    with _opened(found) as file:
        groups = range(found.start, found.end or file.metadata.num_row_groups)
        chunks = [
            file.metadata.row_group(group).column(column)
            for group in groups
            for column in range(file.metadata.num_columns)
        ]
    starts = [one.dictionary_page_offset or one.data_page_offset for one in chunks]
    ends = [start + one.total_compressed_size for start, one in zip(starts, chunks, strict=True)]
    return [(min(starts, default=0), max(ends, default=0))]


def read(found: Found, fields: Fields, encoding: str = "utf-8") -> Iterator[Document | Rejected]:
    """The documents of ``found``, in order; ``Rejected`` for a row without a text, or what cannot be read.

    Of a row group that is damaged, what comes before the damage is read, and the row groups after it are.
    ``encoding`` is not asked: Parquet has texts.
    """
    first = found.row
    try:
        with _opened(found) as file:
            _check_columns(file.schema_arrow.names, fields, found)
            for group in range(found.start, found.end or file.metadata.num_row_groups):
                yield from _group(file, group, found, first, fields)
                first += file.metadata.row_group(group).num_rows
    except InputError as error:
        yield Rejected(found.id, first, str(error))


def _check_columns(names: Sequence[str], fields: Fields, found: Found) -> None:
    if fields.text not in names:
        told = ", ".join(names)
        raise InputError(f"no column {fields.text!r}; there are: {told}", file=path_of(found))
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise InputError(f"two columns {twice[0]!r}", file=path_of(found))


def _group(file: Any, group: int, found: Found, first: int, fields: Fields) -> Iterator[Document | Rejected]:
    """The documents of a row group, whose first row is row ``first`` of the file."""
    row = first
    try:
        for batch in file.iter_batches(batch_size=_ROWS, row_groups=[group]):
            for index in range(batch.num_rows):
                yield _document(batch, index, found, row, fields)
                row += 1
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "pyarrow" and not isinstance(error, OSError):
            raise
        last = first + file.metadata.row_group(group).num_rows - 1
        why = " ".join(str(error).split())
        yield Rejected(f"{found.id}:{row}", row, f"{path_of(found)}: rows {row} to {last} are damaged: {why}")


def _document(batch: Any, index: int, found: Found, row: int, fields: Fields) -> Document | Rejected:
    file = f"{path_of(found)}:{row}"
    values: dict[str, Any] = {}
    try:
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            value = _value(column[index], name, file)
            if name in (fields.text, fields.id) and isinstance(value, bytes):
                value = _text(value, name, file)
            values[name] = _plain(value)
        return document_of(values, found, row, fields)
    except InputError as error:
        return Rejected(known_id(values, found, row, fields), row, str(error))


def _value(cell: Any, name: str, file: str) -> Any:
    """What a cell holds; a time that Python cannot hold as the text that Arrow has for it."""
    import pyarrow

    try:
        return cell.as_py()
    except UnicodeDecodeError as error:
        raise InputError(f"column {name!r} is not utf-8: byte {error.start}", file=file) from None
    except (ValueError, OverflowError):
        try:
            return cell.cast(pyarrow.string()).as_py()
        except (pyarrow.ArrowException, ValueError) as error:
            raise InputError(f"column {name!r} cannot be read: {error}", file=file) from None


def _text(value: bytes, name: str, file: str) -> str:
    """A text in a column of bytes."""
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        raise InputError(f"column {name!r} is not utf-8: byte {error.start}", file=file) from None


def _plain(value: Any) -> Any:
    """``value`` as JSON has it."""
    import datetime
    import decimal

    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes | decimal.Decimal | datetime.timedelta):
        return value.hex() if isinstance(value, bytes) else str(value)
    return value


def _opened(found: Found) -> Any:
    check_file(found.path)
    file = path_of(found)
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise ConfigError('Parquet needs pyarrow; try: pip install "corpuskit[parquet]"', file=file) from None
    try:
        # By its bytes: as a text, a name is taken for a URL, or must be UTF-8.
        local = isinstance(found.path, Path)
        source = pyarrow.OSFile(os.fsencode(found.path)) if local else found.path.open("rb")
        return pyarrow.parquet.ParquetFile(source, buffer_size=_BUFFER)
    except (pyarrow.ArrowException, OSError, ValueError) as error:  # the last: names that are not UTF-8
        raise InputError(f"not a Parquet file: {error}", file=file) from None
