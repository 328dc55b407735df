using Clip.Models.Configuration;
using Clip.Models.Layouts;
using Clip.Models.Onnx;
using Clip.Models.Vocabularies;
using Clip.Text;

namespace Clip.Models.TextTower;

/// <summary>
/// Turns texts into the token ids that a text tower takes: cleaning, prefix, tokenizer, length. Thread-safe.
/// </summary>
internal sealed class TextTokenizer
{
    private readonly ModelFolder _folder;
    private readonly ModelConfig _config;

    private TextTokenizer(ModelFolder folder, ModelConfig config, HuggingFaceTokenizer tokenizer, TextRules rules)
    {
        _folder = folder;
        _config = config;
        Tokenizer = rules.Lowercases ? tokenizer.WithLowercase() : tokenizer;
        Rules = rules;
    }

    /// <summary>The model's tokenizer.</summary>
    public HuggingFaceTokenizer Tokenizer { get; }

    /// <summary>How the tower takes its texts.</summary>
    public TextRules Rules { get; }

    /// <summary>Loads the tokenizer of a model.</summary>
    /// <exception cref="ModelException">There is none, or the model's files contradict each other.</exception>
    /// <exception cref="TokenizerException">The tokenizer file cannot be used.</exception>
    public static TextTokenizer Load(OnnxGraph graph, ModelFolder folder, ModelConfig config)
    {
        var tokenizer = Load(folder, config);
        return new TextTokenizer(folder, config, tokenizer, TextRules.From(graph, folder, config, tokenizer));
    }

    /// <summary>
    /// The files that the tokenizer is read from, besides its configuration: tokenizer.json, or a vocabulary.
    /// </summary>
    public static IEnumerable<string> FilesOf(ModelFolder folder)
    {
        if (folder.Tokenizer is { } path)
            return [path];
        return VocabularyFiles.Find(folder.TextFolder) is not { } vocabulary ? []
            : Path.Combine(folder.TextFolder, ModelFileNames.AddedTokens) is { } added && File.Exists(added)
                ? [.. vocabulary.Paths, added]
                : vocabulary.Paths;
    }

    private static HuggingFaceTokenizer Load(ModelFolder folder, ModelConfig config)
    {
        if (folder.Tokenizer is { } path)
        {
            StandInFile.Refuse(path);
            return HuggingFaceTokenizer.Load(path);
        }

        var vocabulary = VocabularyFiles.Find(folder.TextFolder) ?? throw VocabularyFiles.Missing(folder.TextFolder);
        return VocabularyTokenizer.Load(vocabulary, TextFamily.IsSiglip(config));
    }

    /// <summary>The prefix of queries.</summary>
    /// <exception cref="ModelException">The model knows no such task or language.</exception>
    public TextPrefix QueryPrefix(string? task, string? language) =>
        TextPrefix.ForQueries(_folder, _config, Tokenizer, task, language);

    /// <summary>The prefix of captions.</summary>
    /// <exception cref="ModelException">The model knows no such language.</exception>
    public TextPrefix CaptionPrefix(string? language) =>
        TextPrefix.ForCaptions(_folder, _config, Tokenizer, language);

    /// <summary>The ids of a text: special tokens included, truncated, before padding.</summary>
    /// <exception cref="TokenizerException">The text is not valid UTF-16.</exception>
    public int[] Encode(string text, int maxLength, TextPrefix prefix)
    {
        text = prefix.Task + Rules.Cleaning.Clean(text);
        var ids = Rules.TruncatesEnd ? Tokenizer.Encode(text) : Tokenizer.Encode(text, maxLength);
        if (ids.Length > maxLength)
            ids = ids[..maxLength];
        prefix.SetLanguage(Tokenizer, ids);
        return ids;
    }

    /// <summary>
    /// Refuses ids beyond the model's vocabulary. On the processor the graph would report them in words of its own; a
    /// graphics card would read whatever memory follows the table.
    /// </summary>
    /// <exception cref="ModelException">There is such an id.</exception>
    public void RefuseUnknownIds(int[] ids)
    {
        if (Rules.Vocabulary is not { } vocabulary)
            return;
        foreach (var id in ids)
        {
            if (id >= vocabulary)
            {
                throw new ModelException(
                    FilesOf(_folder).First(),
                    $"gives the token id {id}, but the model's vocabulary ends at {vocabulary - 1}",
                    "use the tokenizer and config.json that belong to this model");
            }
        }
    }
}
