"""The routes, one file for each thing they answer about."""
