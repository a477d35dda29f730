"""Every detector, in the order in which results list them. To add one, write its file and name it here."""

from detectors.catalogue.shared_phone import SHARED_PHONE
from detectors.detector import Detector

DETECTORS: tuple[Detector, ...] = (SHARED_PHONE,)
