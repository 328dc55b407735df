namespace Clip.Hub;

/// <summary>The files that a pull will download.</summary>
internal sealed class PullPlan
{
    internal PullPlan(ModelReference model, HubListing listing, LayoutFiles layout, long missingBytes)
    {
        Model = model;
        Listing = listing;
        Layout = layout;
        MissingBytes = missingBytes;
        License = License.Of(model, listing.License);
    }

    /// <summary>The model.</summary>
    public ModelReference Model { get; }

    /// <summary>The commit that its revision refers to now: 40 hexadecimal digits.</summary>
    public string Commit => Listing.Commit;

    /// <summary>The variant, such as <c>fp16</c>; <c>fp32</c> for graphs whose names have no suffix.</summary>
    public string Variant => Layout.Variant;

    /// <summary>What is known about the model's license.</summary>
    public License License { get; }

    /// <summary>
    /// The files that the layout needs. External weights whose names are only stated in a graph are added during the
    /// pull.
    /// </summary>
    public IReadOnlyList<HubFile> Files => Layout.Files;

    /// <summary>The length of all files.</summary>
    public long TotalBytes => Files.Sum(static file => file.Size);

    /// <summary>The bytes that are not in the cache yet.</summary>
    public long MissingBytes { get; }

    internal HubListing Listing { get; }

    internal LayoutFiles Layout { get; }
}
