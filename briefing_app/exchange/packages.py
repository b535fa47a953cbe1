"""What the ZIP packages of others can be: whole, damaged, or made to unpack to far more than they are."""

from __future__ import annotations

import zipfile
import zlib

DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    NotImplementedError,  # a way of packing that few know
    RuntimeError,  # a password is wanted
    ValueError,
    EOFError,
    OSError,
    zlib.error,
)
"""Everything that reading a package to its end raises where it is not whole."""
