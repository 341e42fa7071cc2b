"""The split on Apache Spark: the kernel of `settlement/split.py` on partitions by payer.

The accounts are dealt out to *blocks* by their ids, and a partition holds one block: all that its
people have, like and forward. A hop is one pass over the blocks, which stay where they are, and one
exchange of what it brought: what the people of a block gave to those of another goes as one
*parcel*, so Spark moves bytes and never looks at a like. What must always hold: a function that
runs on a worker depends on its rows alone, not on their order, so that a partition lost with its
worker is made again the same. Nothing of the size of the likes comes to the driver.

`run.py` and `session.py` are the driver's; what is in the other files runs on the workers, which
need `likewise[spark]`, too. Only this room imports pyspark.
"""
