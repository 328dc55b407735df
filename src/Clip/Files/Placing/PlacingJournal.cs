using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Clip.Files.Placing;

/// <summary>A file that gets another place.</summary>
/// <param name="Action">What is done with it.</param>
/// <param name="From">Its full path.</param>
/// <param name="To">Its new place, a full path.</param>
internal readonly record struct PlacedFile(SortAction Action, string From, string To);

/// <summary>A line of the file that says what was placed.</summary>
internal sealed record PlacingLine(string? Action, string? From, string? To);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PlacingLine))]
internal sealed partial class PlacingJson : JsonSerializerContext;

/// <summary>Records what gets another place, each file before it is touched, as JSON lines.</summary>
internal sealed class PlacingJournal : IDisposable
{
    private const string Failed = "failed";

    private readonly StreamWriter _lines;

    private PlacingJournal(string path, StreamWriter lines)
    {
        Path = path;
        _lines = lines;
    }

    public string Path { get; }

    /// <summary>Creates the file.</summary>
    /// <param name="folder">Where; created where it is missing.</param>
    /// <param name="prefix">What its name begins with; the time follows.</param>
    /// <exception cref="ClipException">The folder cannot be written.</exception>
    public static PlacingJournal Create(string folder, string prefix)
    {
        try
        {
            Directory.CreateDirectory(folder);
            // Another run may have begun in the same millisecond.
            for (var time = DateTime.UtcNow; ; time = time.AddMilliseconds(1))
            {
                var written = time.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
                var path = System.IO.Path.Combine(folder, $"{prefix}-{written}.undo.jsonl");
                if (TryCreate(path) is { } file)
                    return new PlacingJournal(path, new StreamWriter(file) { AutoFlush = true });
            }
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw new ClipException(
                folder, $"cannot be written ({error.Message.TrimEnd('.')})", "choose another folder", error);
        }
    }

    /// <summary>A new file; null where there is one of that name.</summary>
    private static FileStream? TryCreate(string path)
    {
        try
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>What a file says was placed, in the order in which it was done.</summary>
    /// <exception cref="ClipException">It is not such a file, or cannot be read.</exception>
    public static IReadOnlyList<PlacedFile> Read(string path)
    {
        List<PlacedFile> done = [];
        try
        {
            foreach (var line in File.ReadLines(path).Where(static line => line.Length > 0))
            {
                var entry = JsonSerializer.Deserialize(line, PlacingJson.Default.PlacingLine);
                if (entry is not { From: { } from, To: { } to } || !System.IO.Path.IsPathFullyQualified(from)
                    || !System.IO.Path.IsPathFullyQualified(to))
                    throw NotAJournal(path, null);
                if (entry.Action == Failed)
                {
                    // Another file may have got that place before.
                    done.RemoveAll(earlier => earlier.From == from && earlier.To == to);
                    continue;
                }
                if (ActionOf(entry.Action) is not { } action)
                    throw NotAJournal(path, null);
                done.Add(new PlacedFile(action, from, to));
            }
            return done;
        }
        catch (JsonException error)
        {
            throw NotAJournal(path, error);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw UnreadableFile.Describe(path, error);
        }
    }

    /// <summary>Records a file.</summary>
    public void Write(PlacedFile file)
    {
        var word = file.Action switch
        {
            SortAction.Copy => "copy",
            SortAction.Link => "link",
            _ => "move",
        };
        Write(word, file);
    }

    /// <summary>Records that the last file could not be placed after all.</summary>
    public void WriteFailure(PlacedFile file) => Write(Failed, file);

    public void Dispose() => _lines.Dispose();

    private void Write(string word, PlacedFile file) => _lines.WriteLine(
        JsonSerializer.Serialize(new PlacingLine(word, file.From, file.To), PlacingJson.Default.PlacingLine));

    private static SortAction? ActionOf(string? word) => word switch
    {
        "copy" => SortAction.Copy,
        "link" => SortAction.Link,
        "move" => SortAction.Move,
        _ => null,
    };

    private static ClipException NotAJournal(string path, Exception? cause) => new(
        path, "does not say what was moved", "give the file that was written when files were moved", cause);
}
