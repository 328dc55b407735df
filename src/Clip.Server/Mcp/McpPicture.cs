using Clip.Searching;
using Clip.Server.Mounting;
using Clip.Server.Problems;

namespace Clip.Server.Mcp;

/// <summary>A picture that a tool is about.</summary>
/// <param name="Folder">The folder of a library that it lies in.</param>
/// <param name="Path">Its path relative to the index's root, separated by <c>/</c>.</param>
/// <param name="File">What the index holds of it; null where it is not indexed.</param>
/// <param name="FullPath">
/// The file without links; null where it is gone, or where a link leads out of the folder.
/// </param>
/// <param name="Model">The model of the library.</param>
internal sealed record McpPicture(
    MountedFolder Folder, string Path, FileRecord? File, string? FullPath, MountedModel Model)
{
    /// <summary>The id, which names the picture to every interface of the server.</summary>
    public string Id => PictureId.Of(Folder.Number, Path);

    /// <summary>The path as clients see it: relative to the folder, never to the machine's root.</summary>
    public string Shown => Folder.Shown(Path);

    /// <summary>
    /// The vector: the stored one where the file has not changed or is gone, otherwise encoded together with those of
    /// other requests.
    /// </summary>
    /// <exception cref="RequestException">The file is gone, and the index does not hold the picture.</exception>
    public async Task<float[]> VectorAsync(CancellationToken cancellationToken)
    {
        if (FullPath is not { } path)
            return StoredVector();
        var stored = File is null ? null : EncodedPicture.FindUnchanged(Folder.Index, path);
        return stored ?? await Model.EncodeFileAsync(path, cancellationToken).ConfigureAwait(false);
    }

    private float[] StoredVector()
    {
        var vector = new float[Model.Dimensions];
        return File is not null && Folder.Index.ReadVector(File.Entry, vector)
            ? vector
            : throw RequestException.NotFound("The picture's file is not there any more.");
    }
}
