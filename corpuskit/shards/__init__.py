"""Shards: slices of the input that are processed apart, each with its own outputs and record."""

from corpuskit.shards.lock import locked
from corpuskit.shards.plan import Shard, plan
from corpuskit.shards.process import Job, process_shard
from corpuskit.shards.record import Record, read_record, write_record

__all__ = ["Job", "Record", "Shard", "locked", "plan", "process_shard", "read_record", "write_record"]
