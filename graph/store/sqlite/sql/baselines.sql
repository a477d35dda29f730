SELECT name, data FROM baselines
