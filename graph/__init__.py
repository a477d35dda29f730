"""The register as a graph: model, readers, normalising, resolving, snapshots, slices and the store."""
