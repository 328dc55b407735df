using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Clip.Files;

namespace Clip.Classification;

/// <summary>A line of the file that says what was sorted.</summary>
internal sealed record SortLine(string? Action, string? From, string? To);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SortLine))]
internal sealed partial class SortJson : JsonSerializerContext;

/// <summary>Records what is sorted, each file before it is touched, as JSON lines.</summary>
internal sealed class SortJournal : IDisposable
{
    private const string Failed = "failed";

    private readonly StreamWriter _lines;

    private SortJournal(string path, StreamWriter lines)
    {
        Path = path;
        _lines = lines;
    }

    public string Path { get; }

    /// <exception cref="ClipException">The folder cannot be written.</exception>
    public static SortJournal Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var time = DateTime.UtcNow.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
            var path = System.IO.Path.Combine(folder, $"sorted-{time}.undo.jsonl");
            var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            return new SortJournal(path, new StreamWriter(file) { AutoFlush = true });
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw new ClipException(
                folder, $"cannot be written ({error.Message.TrimEnd('.')})", "choose another folder", error);
        }
    }

    /// <summary>What a file says was sorted, in the order in which it was done.</summary>
    /// <exception cref="ClipException">It is not such a file, or cannot be read.</exception>
    public static IReadOnlyList<(SortAction Action, SortedFile File)> Read(string path)
    {
        List<(SortAction, SortedFile)> done = [];
        try
        {
            foreach (var line in File.ReadLines(path).Where(static line => line.Length > 0))
            {
                var entry = JsonSerializer.Deserialize(line, SortJson.Default.SortLine);
                if (entry is not { From: { } from, To: { } to } || !System.IO.Path.IsPathFullyQualified(from)
                    || !System.IO.Path.IsPathFullyQualified(to))
                    throw NotAJournal(path, null);
                if (entry.Action == Failed)
                {
                    done.RemoveAll(earlier => earlier.Item2.To == to);
                    continue;
                }
                if (ActionOf(entry.Action) is not { } action)
                    throw NotAJournal(path, null);
                done.Add((action, new SortedFile(from, to, IsThere: false)));
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
    public void Write(SortAction action, SortedFile file)
    {
        var word = action switch
        {
            SortAction.Copy => "copy",
            SortAction.Link => "link",
            _ => "move",
        };
        Write(word, file);
    }

    /// <summary>Records that the last file could not be sorted after all.</summary>
    public void WriteFailure(SortedFile file) => Write(Failed, file);

    public void Dispose() => _lines.Dispose();

    private void Write(string word, SortedFile file) =>
        _lines.WriteLine(JsonSerializer.Serialize(new SortLine(word, file.From, file.To), SortJson.Default.SortLine));

    private static SortAction? ActionOf(string? word) => word switch
    {
        "copy" => SortAction.Copy,
        "link" => SortAction.Link,
        "move" => SortAction.Move,
        _ => null,
    };

    private static ClipException NotAJournal(string path, Exception? cause) => new(
        path, "does not say what was sorted", "give the file that was written when files were sorted", cause);
}
