using Clip.Files;
using Clip.Searching;

namespace Clip;

/// <summary>A folder of examples: the pictures of each class are in a sub-folder that has the class's name.</summary>
public static class ExampleFolder
{
    /// <summary>
    /// The pictures of each class, in the order of their paths, sub-folders included. What lies in the folder itself
    /// belongs to no class.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="onError">Called for each part of the folder that cannot be read; the rest is used.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    /// <exception cref="FolderException">The folder does not exist, or is a file.</exception>
    /// <exception cref="ClassificationException">It holds pictures of fewer than two classes.</exception>
    public static IReadOnlyList<(string Label, string Path)> List(
        string folder, Action<ClipException>? onError = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
            throw File.Exists(folder) ? FolderException.NotAFolder(folder) : FolderException.Missing(folder);
        List<(string Label, string Path)> pictures = [];
        try
        {
            var classes = Directory.EnumerateDirectories(folder)
                .Where(static path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal);
            foreach (var path in classes)
            {
                var files = FolderWalk.Open(path).Files(error => onError?.Invoke(error), cancellationToken);
                pictures.AddRange(files.Select(file => (Path.GetFileName(path), file.FullPath)));
            }
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw UnreadableFile.Describe(folder, error);
        }
        var labels = pictures.Select(static picture => picture.Label).Distinct().Count();
        return labels >= 2 ? pictures : throw ClassificationException.TooFewClasses(folder, labels);
    }

    /// <summary>Encodes the examples of a folder; the pictures are decoded exactly.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="onError">Called for each picture that cannot be used; the others are.</param>
    /// <param name="cancellationToken">Stops the encoding.</param>
    /// <exception cref="FolderException">The folder does not exist, or is a file.</exception>
    /// <exception cref="ClassificationException">It holds usable pictures of fewer than two classes.</exception>
    /// <exception cref="ModelException">The model cannot be loaded or run.</exception>
    public static async Task<ClassExamples> ReadAsync(
        ClipModel model, string folder, Action<ClipException>? onError = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var pictures = List(folder, onError, cancellationToken);
        List<(string, ReadOnlyMemory<float>)> examples = [];
        var next = 0;
        var sources = pictures.Select(static picture => PictureSource.FromFile(picture.Path));
        await foreach (var encoded in PictureEncoding.EncodeAsync(model, sources, cancellationToken)
            .ConfigureAwait(false))
        {
            var label = pictures[next++].Label;
            if (encoded.Vector is { } vector)
                examples.Add((label, vector));
            else
                onError?.Invoke(encoded.Error!);
        }
        return ClassExamples.FromVectors(examples, folder);
    }
}
