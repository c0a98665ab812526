"""What runs shards: ``run(function, shards, jobs)`` gives the results in the order of the shards."""
