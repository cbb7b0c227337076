"""The commands, one file a group: each checks its call, does its work, and says what it did."""
