using System.IO.Hashing;
using System.Runtime.InteropServices;
using Clip.Server.Mounting;

namespace Clip.Server.Search;

/// <summary>A found or listed picture before what only a page shows of it is looked up.</summary>
/// <param name="Folder">The folder that it lies in.</param>
/// <param name="Path">Its path in the index.</param>
internal sealed record Candidate(MountedFolder Folder, string Path)
{
    public float? Score { get; init; }

    public string? Caption { get; init; }

    /// <summary>How it was found; null where it was listed.</summary>
    public FoundBy? By { get; init; }

    /// <inheritdoc cref="FoundPicture.Chance"/>
    public double? Chance { get; init; }

    /// <summary>What the index knows about the file; null where that was not read.</summary>
    public FileRecord? File { get; init; }

    /// <summary>Identifies it among what has been shown.</summary>
    public ulong Key => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(Path.AsSpan()), Folder.Number);

    /// <summary>A found picture.</summary>
    public static Candidate Of(FoundPicture picture, MountedLibrary library) =>
        new(library.FolderOf(picture.Location, picture.Path), picture.Path)
        {
            Score = picture.Score,
            Caption = picture.Caption,
            By = picture.By,
            Chance = picture.Chance,
            File = picture.File,
        };

    /// <summary>A listed picture.</summary>
    public static Candidate Of(ListedPicture picture, MountedLibrary library) =>
        new(library.FolderOf(picture.Location, picture.File.Path), picture.File.Path) { File = picture.File };

    /// <summary>Whether it comes after another one in an order that does not depend on other pictures.</summary>
    /// <param name="other">A picture of the same search.</param>
    /// <param name="rank">What the pictures are ranked by; where words count, any may come after another.</param>
    public bool IsAfter(Candidate other, RankBy rank)
    {
        if (Score is { } score && other.Score is { } before)
            return rank != RankBy.Embedding || score <= before;
        return File is null || other.File is null || PictureOrder.NewestFirst.Compare(Full(), other.Full()) > 0;
    }

    /// <summary>What clients see.</summary>
    /// <param name="pathBase">What the addresses of this server begin with.</param>
    public PictureResult ToResult(string pathBase)
    {
        var file = File ?? Folder.Index.FindFile(Path);
        var caption = By is null ? Folder.CaptionOf(Path) : Caption;
        return PictureResult.Of(Folder, Path, file, Score, caption, pathBase) with
        {
            By = By switch
            {
                null => null,
                FoundBy.Words => "words",
                FoundBy.Both => "both",
                _ => "embedding",
            },
            Chance = Chance,
        };
    }

    private FileRecord Full() => File! with { Path = Folder.Folder.Location.Full(File.Path) };
}
