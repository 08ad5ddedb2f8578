"""The layers in an object store: partitions as Parquet, their catalogs and manifests."""
