using Clip.Hub;

namespace Clip.Fuzz.Targets;

/// <summary>A hub's description of a repository: a revision, a page of its tree, and the list cached on disk.</summary>
internal static class HubListingTarget
{
    public static FuzzTarget Target { get; } = new("hub-listing", Read)
    {
        Documented = [typeof(InvalidDataException)],
        Words =
        [
            "null", "\\ud800", "\"sha\":\"0123456789abcdef0123456789abcdef01234567\"", "\"siblings\":[",
            "\"rfilename\":", "\"blobId\":", "\"size\":", "\"lfs\":", "\"sha256\":", "\"oid\":", "\"path\":",
            "\"type\":\"file\"", "\"cardData\":", "\"license\":", "\"license_name\":", "\"tags\":[", "license:mit",
            "\"format_version\":1", "\"files\":{", "\"blob_id\":", "\"lfs_sha256\":", "\"lfs_size\":", "sha256:",
            "../x", "a\\\\b", "CON",
        ],
    };

    private static void Read(byte[] input)
    {
        CachedListing.Read(Scratch.Write("tree.json", input));
        try
        {
            HubListing.ParseTreePage(input, []);
        }
        catch (InvalidDataException)
        {
            // The input may be the other kind of answer.
        }
        var listing = HubListing.ParseRevision(input);
        _ = listing.IsComplete;
        foreach (var file in listing.Files)
            RepositoryPath.IsPortable(file.Path);
    }
}
