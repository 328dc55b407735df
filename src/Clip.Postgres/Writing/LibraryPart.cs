using System.Security.Cryptography;
using System.Text;
using Clip.Catalog.Reading;

namespace Clip.Postgres.Writing;

/// <summary>A picture to store.</summary>
internal sealed record PartPicture(UInt128 Hash, int Width, int Height, float[] Vector)
{
    /// <summary>The number that it is to have; null for the next one.</summary>
    public long? Number { get; init; }
}

/// <summary>A file to store.</summary>
/// <param name="File">What is known about it.</param>
/// <param name="Stamp">What identifies it when it is unchanged.</param>
/// <param name="Captions">The digests of its captions of each origin.</param>
internal sealed record PartFile(
    FileRecord File, FileStamp Stamp, IReadOnlyDictionary<CaptionOrigin, IReadOnlyList<byte[]>> Captions);

/// <summary>A caption to store.</summary>
internal sealed record PartCaption(byte[] Digest, string Text, bool IsStandalone, float[] Vector)
{
    /// <summary>What a caption is found by: texts are too long for an index.</summary>
    public static byte[] DigestOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16];
}

/// <summary>Some of an index's files with all that belongs to them.</summary>
internal sealed class LibraryPart
{
    private LibraryPart(
        IReadOnlyList<PartFile> files, IReadOnlyList<PartPicture> pictures, IReadOnlyList<PartCaption> captions)
    {
        Files = files;
        Pictures = pictures;
        Captions = captions;
    }

    /// <summary>The files.</summary>
    public IReadOnlyList<PartFile> Files { get; }

    /// <summary>The pictures of the files, each once.</summary>
    public IReadOnlyList<PartPicture> Pictures { get; }

    /// <summary>The captions of the files, each once.</summary>
    public IReadOnlyList<PartCaption> Captions { get; }

    /// <summary>Files, pictures and captions that come from elsewhere.</summary>
    public static LibraryPart Of(
        IReadOnlyList<PartPicture> pictures, IReadOnlyList<PartFile> files,
        IReadOnlyList<PartCaption>? captions = null) =>
        new(files, pictures, captions ?? []);

    /// <summary>Reads what an index in a folder knows about some of its files.</summary>
    /// <param name="index">The index, for what identifies unchanged files.</param>
    /// <param name="snapshot">A snapshot of it.</param>
    /// <param name="files">Files of the snapshot.</param>
    /// <param name="stampOf">
    /// What identifies a file where it is the copy of something; null where the file itself does.
    /// </param>
    /// <param name="numbers">The numbers that pictures are to have, by their paths; null for the next ones.</param>
    public static LibraryPart Of(
        EmbeddedIndex index, IndexSnapshot snapshot, IReadOnlyList<FileRecord> files,
        Func<FileRecord, FileStamp?>? stampOf = null, IReadOnlyDictionary<string, long>? numbers = null)
    {
        var dimensions = snapshot.Model.Dimensions;
        Dictionary<long, PartPicture> pictures = [];
        Dictionary<long, PartCaption> captions = [];
        List<PartFile> parts = [];
        foreach (var file in files)
        {
            long? number = numbers is not null && numbers.TryGetValue(file.Path, out var planned) ? planned : null;
            if (pictures.TryGetValue(file.Entry, out var known))
            {
                // Of copies, the first place counts.
                if (number < known.Number)
                    pictures[file.Entry] = known with { Number = number };
            }
            else
            {
                var vector = new float[dimensions];
                if (!snapshot.CopyVector(file.Entry, vector))
                    continue;
                pictures[file.Entry] = new PartPicture(file.Hash, file.Width, file.Height, vector)
                {
                    Number = number,
                };
            }
            var byOrigin = Enum.GetValues<CaptionOrigin>().ToDictionary(
                static origin => origin,
                origin => (IReadOnlyList<byte[]>)[.. snapshot.FindCaptions(file.Path, origin).Select(Caption)
                    .OfType<PartCaption>().Select(static caption => caption.Digest)]);
            parts.Add(new PartFile(
                file, stampOf?.Invoke(file) ?? index.FindStamp(file.Path) ?? Unidentified(file), byOrigin));
        }
        return new LibraryPart(parts, [.. pictures.Values], [.. captions.Values]);

        PartCaption? Caption(long entry)
        {
            if (captions.TryGetValue(entry, out var known))
                return known;
            var vector = new float[dimensions];
            if (snapshot.CaptionText(entry) is not { } text || !snapshot.ReadVector(entry, vector))
                return null;
            return captions[entry] = new PartCaption(PartCaption.DigestOf(text), text, false, vector);
        }
    }

    /// <summary>Captions of an index, for whatever has them.</summary>
    public static IReadOnlyList<PartCaption> CaptionsOf(EmbeddedSnapshot snapshot, IEnumerable<long> entries)
    {
        List<PartCaption> captions = [];
        foreach (var entry in entries)
        {
            var vector = new float[snapshot.Model.Dimensions];
            if (snapshot.CaptionText(entry) is { } text && snapshot.ReadVector(entry, vector))
                captions.Add(new PartCaption(PartCaption.DigestOf(text), text, IsStandalone: false, vector));
        }
        return captions;
    }

    /// <summary>The captions of an index that stay without a picture.</summary>
    public static IReadOnlyList<PartCaption> Standalone(EmbeddedSnapshot snapshot)
    {
        var texts = snapshot.StandaloneCaptions().Concat(snapshot.CaptionFiles()
            .SelectMany(snapshot.CaptionsListedBy).Select(snapshot.CaptionText).OfType<string>());
        List<PartCaption> captions = [];
        foreach (var text in texts.Distinct())
        {
            var vector = new float[snapshot.Model.Dimensions];
            if (snapshot.FindCaption(text) is { } entry && snapshot.ReadVector(entry, vector))
                captions.Add(new PartCaption(PartCaption.DigestOf(text), text, IsStandalone: true, vector));
        }
        return captions;
    }

    private static FileStamp Unidentified(FileRecord file) =>
        new(file.Size, file.ModifiedUtcTicks, null, null, null);
}
