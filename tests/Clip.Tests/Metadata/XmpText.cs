using System.Text;

namespace Clip.Tests.Metadata;

/// <summary>Writes XMP packets by hand.</summary>
internal static class XmpText
{
    /// <summary>A packet in UTF-8 with one description.</summary>
    /// <param name="attributes">Its properties as attributes.</param>
    /// <param name="elements">Its properties as elements.</param>
    public static byte[] Packet(string attributes, string elements = "") => Encoding.UTF8.GetBytes($"""
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
            xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpNote="http://ns.adobe.com/xmp/note/"
            xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
            xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
            xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
            xmlns:digiKam="http://www.digikam.org/ns/1.0/" xmlns:MicrosoftPhoto="http://ns.microsoft.com/photo/1.0/"
            xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
            xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
            {attributes}>{elements}</rdf:Description>
        </rdf:RDF></x:xmpmeta>
        """);
}
