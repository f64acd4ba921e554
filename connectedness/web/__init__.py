"""The ground all pages stand on: request types, the page frame, one shape of error."""
