"""The HTTP interface (FastAPI) and the investigator's page."""
