namespace Clip;

/// <summary>Something that the user of an answer should know, though it is no error.</summary>
public abstract record SearchNotice
{
    private SearchNotice()
    {
    }

    /// <summary>The folder gets its own index although a folder above it already has one.</summary>
    /// <param name="Folder">The full path of the nearest folder above that has an index.</param>
    public sealed record IndexAbove(string Folder) : SearchNotice;

    /// <summary>A file, a part of the folder or a caption could not be indexed; the update goes on.</summary>
    /// <param name="Error">What was wrong with it.</param>
    public sealed record FileSkipped(ClipException Error) : SearchNotice;

    /// <summary>The index was updated.</summary>
    /// <param name="Report">What the update did.</param>
    public sealed record IndexUpdated(IndexReport Report) : SearchNotice;

    /// <summary>
    /// The index could not be updated, for example because another program writes it or the folder is read-only. What
    /// it holds is searched.
    /// </summary>
    /// <param name="Reason">Why.</param>
    public sealed record IndexNotUpdated(ClipException Reason) : SearchNotice;

    /// <summary>One of several folders cannot be searched, and is left out.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record FolderLeftOut(ClipException Reason) : SearchNotice;

    /// <summary>Another program is indexing the folder for the first time; the search waits for it.</summary>
    /// <param name="Holder">That program, such as <c>process 17 on host since 2026-01-31 12:00:00Z</c>.</param>
    public sealed record WaitingForWriter(string Holder) : SearchNotice;

    /// <summary>
    /// The index is of an older format without the words of names and captions, so its pictures are ranked by their
    /// embeddings alone. The next update adds them.
    /// </summary>
    /// <param name="Location">The index.</param>
    public sealed record WordsMissing(IndexLocation Location) : SearchNotice;

    /// <summary>The model reads only the beginning of a text.</summary>
    /// <param name="Text">The whole text.</param>
    /// <param name="MaxLength">The number of tokens that the model reads.</param>
    public sealed record TextTruncated(string Text, int MaxLength) : SearchNotice;

    /// <summary>The model does not know the words of a text, so what is found means little.</summary>
    /// <param name="Text">The text.</param>
    /// <param name="Model">The model's name.</param>
    /// <param name="Coverage">How little it knows; never <see cref="TextCoverage.Known"/>.</param>
    public sealed record TextNotUnderstood(string Text, string Model, TextCoverage Coverage) : SearchNotice
    {
        /// <summary>The language of the text; null where the tokens tell that the model does not know it.</summary>
        public string? Language { get; init; }
    }

    /// <summary>
    /// Stored vectors that searches met are damaged and were left out; repairing the index restores them.
    /// </summary>
    /// <param name="Count">How many, since the index was opened.</param>
    public sealed record DamagedVectors(int Count) : SearchNotice;
}
