"""The studio desk: look through courses with their keys and sources; the components every page is made of."""
