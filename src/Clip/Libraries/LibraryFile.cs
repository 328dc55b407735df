using System.Text.Json;
using System.Text.Json.Serialization;

namespace Clip.Libraries;

/// <summary>The file of a <see cref="LibraryList"/>.</summary>
internal sealed record LibraryFile(LibraryEntry[]? Libraries);

/// <summary>A library in the file.</summary>
internal sealed record LibraryEntry(
    string? Name, string? Folder,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? IndexDir);

// People edit the file.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, AllowTrailingCommas = true,
    ReadCommentHandling = JsonCommentHandling.Skip)]
[JsonSerializable(typeof(LibraryFile))]
internal sealed partial class LibraryJson : JsonSerializerContext;
