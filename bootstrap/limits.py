"""How large an application may be, over HTTP and on the command line alike."""

from typing import Final

MOST_ROWS: Final = 500  # of roles, holdings or contacts each: far above any real application
MOST_TEXT: Final = 20_000  # characters of one value; a business scope is the longest
