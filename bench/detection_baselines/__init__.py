"""What others would try first, beside our detection: each file is one method, a score per firm from the
register's columns alone. None sees our hubs, pairs or rings; the register's own table of hubs all may use."""
