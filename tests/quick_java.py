"""How the tests' own servers are started."""

from typing import Final

PASSWORD: Final = "only-for-tests"
# Compiling everything just once halves what a start costs; tests are too short for the second time to pay and
# for a garbage collector with threads of its own.
QUICK: Final = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
