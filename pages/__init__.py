"""The screens, one file each; folders are the sections of the navigation."""
