"""The batch: ingest, run, publish; the only room besides the edges that writes a workspace."""
