"""Writes one picture with the same EXIF and XMP into each of the containers in which Pillow 12.3 keeps both."""
from PIL import Image
from PIL.TiffImagePlugin import IFDRational as R

picture = Image.new('RGB', (48, 32), (200, 120, 40))
exif = Image.Exif()
exif[271] = 'FUJIFILM'
exif[272] = 'X-T30'
exif[270] = 'Geese over the lake'
photo = exif.get_ifd(0x8769)
photo[0x9003] = '2022:10:16 17:45:09'
photo[0x9011] = '-03:30'
gps = exif.get_ifd(0x8825)
gps[1], gps[2] = 'S', (R(41), R(8), R(291, 10))
gps[3], gps[4] = 'W', (R(71), R(18), R(4368, 100))
xmp = b'''<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">G\xc3\xa4nse am See</rdf:li></rdf:Alt></dc:title><dc:subject><rdf:Bag><rdf:li>geese</rdf:li><rdf:li>lake</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'''

picture.save('geese.jpg', exif=exif, xmp=xmp, quality=80)
picture.save('geese.webp', exif=exif, xmp=xmp, quality=80)
picture.save('geese.avif', exif=exif, xmp=xmp, quality=50)
from PIL.PngImagePlugin import PngInfo
text = PngInfo()
text.add_itxt('XML:com.adobe.xmp', xmp.decode(), zip=True)
picture.save('geese.png', exif=exif, pnginfo=text)
