namespace Clip.Hub;

/// <summary>What a pull will fetch, before it fetches anything.</summary>
public sealed class PullPlan
{
    internal PullPlan(ModelReference model, HubListing listing, LayoutFiles layout, long missingBytes)
    {
        Model = model;
        Listing = listing;
        Layout = layout;
        MissingBytes = missingBytes;
        Licence = Licence.Of(model, listing.Licence);
    }

    /// <summary>The model asked for.</summary>
    public ModelReference Model { get; }

    /// <summary>The commit that its revision stands for now: 40 hexadecimal digits.</summary>
    public string Commit => Listing.Commit;

    /// <summary>The variant that was chosen, such as <c>fp16</c>; <c>fp32</c> for graphs whose names have no suffix.</summary>
    public string Variant => Layout.Variant;

    /// <summary>What is known of the model's licence.</summary>
    public Licence Licence { get; }

    /// <summary>
    /// The files that the layout needs. External weights with unusual names, which stand only inside a graph, join them
    /// during the pull.
    /// </summary>
    public IReadOnlyList<HubFile> Files => Layout.Files;

    /// <summary>The length of all files.</summary>
    public long TotalBytes => Files.Sum(static file => file.Size);

    /// <summary>The bytes that are not in the cache yet.</summary>
    public long MissingBytes { get; }

    internal HubListing Listing { get; }

    internal LayoutFiles Layout { get; }
}
