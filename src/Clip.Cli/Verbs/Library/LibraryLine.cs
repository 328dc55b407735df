using System.Text.Json.Serialization;
using Clip.Cli.Installation;

namespace Clip.Cli.Verbs.Library;

/// <summary>The JSON line of a library.</summary>
internal sealed record LibraryLine(
    string Name, string Folder, string IndexDir, bool Central, string State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Pictures)
{
    /// <summary>Describes a library and its index.</summary>
    public static LibraryLine Of(PictureLibrary library)
    {
        var location = library.Location;
        var (state, pictures) = StateOf(location);
        return new LibraryLine(
            library.Name, location.Root, location.Directory, UserLibraries.IsCentral(location), state, pictures);
    }

    private static (string State, long? Pictures) StateOf(IndexLocation location)
    {
        var isThere = Directory.Exists(location.Root);
        try
        {
            if (!PictureIndex.Exists(location))
                return (isThere ? "not indexed" : "away", null);
            using var index = PictureIndex.Open(location);
            return (isThere ? "indexed" : "away", index.FileCount);
        }
        catch (IndexException)
        {
            return ("damaged", null);
        }
    }
}

/// <summary>
/// The JSON line of a library that was removed; the index was <c>kept</c> or <c>deleted</c>, or there was <c>none</c>.
/// </summary>
internal sealed record RemovedLibraryLine(string Name, string Folder, string IndexDir, string Index);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LibraryLine))]
[JsonSerializable(typeof(RemovedLibraryLine))]
internal sealed partial class LibraryJson : JsonSerializerContext;
