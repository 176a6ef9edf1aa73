"""Values to bytes: one module for each kind of output, all of them pure."""
