using Clip.Catalog;
using Clip.Catalog.Reading;

namespace Clip;

/// <summary>
/// An index of pictures and captions on disk, open to be read: which files there are, what is known about them, and a
/// vector for each, found by exact search. A folder has one index (<see cref="IndexLocation"/>), of one model
/// (<see cref="IndexModel"/>). Any number of processes may read it while one writes.
/// </summary>
/// <remarks>
/// <para>Every call reads the latest commit. For several calls that belong together, take a snapshot
/// (<see cref="TakeSnapshot"/>).</para>
/// <para>Thread-safe, and calls do not wait for one another.</para>
/// <para>An entry is a row of the vector file, a picture's or a caption's. Its number stays the same until the index is
/// compacted.</para>
/// </remarks>
public abstract partial class PictureIndex : IDisposable
{
    private protected PictureIndex()
    {
    }

    /// <summary>Where the index is and which folder it is about.</summary>
    public abstract IndexLocation Location { get; }

    /// <summary>The name of the model that the vectors come from.</summary>
    public string ModelName => Model.Name;

    /// <summary>
    /// <see cref="ClipModel.Fingerprint"/> of the model that the vectors come from. Only vectors of the same model can
    /// be compared with them.
    /// </summary>
    public string ModelFingerprint => Model.Fingerprint;

    /// <summary>Dimensions per vector.</summary>
    public int Dimensions => Model.Dimensions;

    /// <summary>The model that the vectors come from.</summary>
    internal abstract IndexModel Model { get; }

    /// <summary>The pictures that are no files of the folder; null where all are.</summary>
    internal virtual IPicturesElsewhere? Elsewhere => null;

    /// <summary>Whether there is an index. Says nothing about whether it can be used.</summary>
    public static bool Exists(IndexLocation location)
    {
        ArgumentNullException.ThrowIfNull(location);
        return FolderStore.Of(location).Exists(location);
    }

    /// <summary>
    /// How the model of an index was asked for, without opening the index itself; null in an index that does not know.
    /// </summary>
    /// <param name="location">Where it is.</param>
    /// <exception cref="IndexException">There is none, it is damaged, or of a newer format.</exception>
    internal static ModelOrigin? ReadModelOrigin(IndexLocation location) =>
        FolderStore.Of(location).ReadModelOrigin(location);

    /// <summary>
    /// Opens the index of a folder to search it, as <see cref="PictureSearch"/> and <see cref="Indexer"/> make it.
    /// Needs no right to write, and no model: compare <see cref="ModelFingerprint"/> before you search with a vector.
    /// </summary>
    /// <param name="folder">The folder that the pictures are in.</param>
    /// <param name="options">Where the index is; null for inside the folder.</param>
    /// <exception cref="IndexException">There is none, it is damaged, or of a newer format.</exception>
    public static PictureIndex Open(string folder, PictureIndexOptions? options = null) =>
        Open(IndexLocation.For(folder, options?.IndexFolder), options?.ModelFingerprint);

    private static PictureIndex Open(IndexLocation location, string? fingerprint)
    {
        var index = Open(location);
        if (fingerprint is null || index.ModelFingerprint == fingerprint)
            return index;
        using (index)
        {
            throw IndexException.OtherModel(
                location.Directory, index.Model.Name, variant: null, dimensions: null, precision: null,
                fingerprint,
                $"was made with {index.Model.Describe()}, not with the model of the fingerprint {fingerprint}");
        }
    }

    /// <summary>Opens an index to search it. Needs no right to write.</summary>
    /// <param name="location">Where it is.</param>
    /// <param name="expected">The model that queries come from; null to accept any.</param>
    /// <exception cref="IndexException">
    /// There is none, it is damaged, of a newer format, or of another model.
    /// </exception>
    internal static PictureIndex Open(IndexLocation location, ModelIdentity? expected = null)
    {
        ArgumentNullException.ThrowIfNull(location);
        return FolderStore.Of(location).Open(location, expected);
    }

    /// <summary>
    /// Takes a snapshot of the latest commit: everything that is read from it fits together, whatever a writer does
    /// meanwhile. Dispose it soon.
    /// </summary>
    /// <exception cref="IndexException">The index became unreadable.</exception>
    public abstract IndexSnapshot TakeSnapshot();

    /// <inheritdoc/>
    public abstract void Dispose();
}
