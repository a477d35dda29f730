"""What goes out: days in ISO 8601, probabilities 0 to 1, contributions in nats, words in both languages."""
