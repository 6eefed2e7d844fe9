"""Pictures that a catalogue file names: from public web addresses, from a folder, from a zip.

Everything here is someone else's word. An address is resolved once, judged, and that very address is connected to; a name
never leads out of its folder; what arrives is counted while it arrives and must begin like a picture.
"""

from tadamun.goods.imports.pictures.archives import ZipPictures
from tadamun.goods.imports.pictures.fetching import fetch_picture
from tadamun.goods.imports.pictures.folders import FolderPictures
from tadamun.goods.imports.pictures.kinds import Picture, PictureLimits, PictureRefused

__all__ = ["FolderPictures", "Picture", "PictureLimits", "PictureRefused", "ZipPictures", "fetch_picture"]
