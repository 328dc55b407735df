using Clip.Files;

namespace Clip.Postgres.Objects;

/// <summary>Where pictures are that are no files of a folder, and are copied into one to be encoded.</summary>
internal interface IPictureSource
{
    /// <summary>A picture's path as people write it.</summary>
    string Shown(string path);

    /// <summary>Copies a picture into a file, and beside it those of its sidecars that the source has.</summary>
    /// <param name="path">Its path relative to the root.</param>
    /// <param name="file">The file, whose folder exists.</param>
    /// <param name="cancellationToken">Stops the copy.</param>
    /// <returns>What identifies the content; null where there is no such picture.</returns>
    /// <exception cref="ObjectException">The picture cannot be read; others may be.</exception>
    /// <exception cref="ClipException">No picture can be read.</exception>
    Task<FileStamp?> FetchAsync(string path, string file, CancellationToken cancellationToken);
}
