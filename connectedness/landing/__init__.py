"""Where each role lands, and how it gets about: the only place that knows the pages of all apps."""
