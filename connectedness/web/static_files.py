"""Static files under names that change with what is in them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

OWN_SCRIPTS = "js/*.js"
IMPORT = r"""(?P<matched>(?P<before>import\s[^;"']*?)["'](?P<url>\./[^"']+)["'])"""
HASHED_IMPORT = """%(before)s"%(url)s\""""


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # the library has no types
    """Also in what one of our scripts imports from another, so that a page never mixes two editions of them."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, (OWN_SCRIPTS, ((IMPORT, HASHED_IMPORT),)))
