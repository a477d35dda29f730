"""Every detector, in the order in which results list them. To add one, write its file and name it here."""

from detectors.catalogue.fast_firms_one_person import FAST_FIRMS_ONE_PERSON
from detectors.catalogue.many_firms_one_person import MANY_FIRMS_ONE_PERSON
from detectors.catalogue.same_room import SAME_ROOM
from detectors.catalogue.shared_phone import SHARED_PHONE
from detectors.catalogue.shared_staff import SHARED_STAFF
from detectors.detector import Detector

DETECTORS: tuple[Detector, ...] = (
    FAST_FIRMS_ONE_PERSON,
    MANY_FIRMS_ONE_PERSON,
    SHARED_STAFF,
    SAME_ROOM,
    SHARED_PHONE,
)
