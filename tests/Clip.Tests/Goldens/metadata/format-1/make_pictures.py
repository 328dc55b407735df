from PIL import Image, ImageDraw, IptcImagePlugin
from PIL.TiffImagePlugin import IFDRational as R
import os, struct
def pic(i):
    im=Image.new('RGB',(96,64),(40*i%255,90,200-30*i)); d=ImageDraw.Draw(im); d.ellipse((10+i*8,8,60+i*6,56),fill=(250,240-40*i,30*i)); return im
# a.jpg : everything in EXIF
e=Image.Exif(); e[271]='NIKON CORPORATION'; e[272]='NIKON D750'; e[270]='Two boats at a quay'
x=e.get_ifd(0x8769); x[0x9003]='2021:07:04 18:30:05'; x[0x9011]='+02:00'
g=e.get_ifd(0x8825); g[1]='N'; g[2]=(R(47,1),R(22,1),R(3000,100)); g[3]='E'; g[4]=(R(8),R(32),R(0))
pic(1).save('pictures/boats.jpg',exif=e,quality=85)
# b.jpg: south-west, no words
e=Image.Exif(); e[271]='Canon'; e[272]='Canon EOS 5D'; e[270]='          '
x=e.get_ifd(0x8769); x[0x9003]='2023:01:31 07:00:00'
g=e.get_ifd(0x8825); g[1]='S'; g[2]=(R(33),R(52),R(1,10)); g[3]='W'; g[4]=(R(70),R(40),R(12))
os.makedirs('pictures/trips',exist_ok=True)
pic(2).save('pictures/trips/andes.jpg',exif=e,quality=85)
# c.png : nothing
pic(3).save('pictures/plain.png')
# d.webp with xmp
xmp=b'''<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreateDate="2019-12-24T20:15:00+01:00"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Christmas tree</rdf:li></rdf:Alt></dc:title><dc:subject><rdf:Bag><rdf:li>tree</rdf:li><rdf:li>candles</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>'''
pic(4).save('pictures/tree.webp',xmp=xmp,quality=80)
