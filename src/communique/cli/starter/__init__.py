"""What `communique init` starts a publication with."""
