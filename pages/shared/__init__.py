"""What screens share: frame, session, readers, controls, panels, problems."""
