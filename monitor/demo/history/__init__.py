"""The days before the demo began, made up: what its portals showed, how that was judged, how agencies stood."""
