"""What others make of the same pairs and texts: libraries beside ours, or in environments of their own."""
