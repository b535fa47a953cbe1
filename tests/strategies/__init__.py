"""Values for property tests."""
