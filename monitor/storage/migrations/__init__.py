"""The store's schema through time; travels inside the package."""
