"""Who is at the keyboard: sign-in, its secret and its end. What they may do is `knowledge.roles` and `rights`."""
