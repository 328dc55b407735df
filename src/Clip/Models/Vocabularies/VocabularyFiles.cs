using Clip.Files;
using Clip.Models.Configuration;

namespace Clip.Models.Vocabularies;

/// <summary>The kinds of files that state a vocabulary where there is no <c>tokenizer.json</c>.</summary>
internal enum VocabularyKind
{
    /// <summary><c>vocab.json</c> and <c>merges.txt</c>.</summary>
    Merges,

    /// <summary><c>vocab.txt</c>.</summary>
    Words,

    /// <summary>A model of SentencePiece.</summary>
    SentencePiece,
}

/// <summary>The files of a vocabulary.</summary>
/// <param name="Kind">Their kind.</param>
/// <param name="Path">The file of the vocabulary.</param>
/// <param name="Merges">The file of the merges, of <see cref="VocabularyKind.Merges"/>.</param>
internal sealed record VocabularyFiles(VocabularyKind Kind, string Path, string? Merges = null)
{
    /// <summary>Four times the largest known file; a larger one is a mistake or an attack.</summary>
    private const long MaxBytes = 64L << 20;

    /// <summary>All files.</summary>
    public IEnumerable<string> Paths => Merges is null ? [Path] : [Path, Merges];

    /// <summary>Finds the vocabulary in a folder; null where it has none.</summary>
    public static VocabularyFiles? Find(string folder)
    {
        var (vocabulary, merges, words) = (
            At(ModelFileNames.Vocabulary), At(ModelFileNames.Merges), At(ModelFileNames.VocabularyLines));
        if (vocabulary is not null && merges is not null)
            return new VocabularyFiles(VocabularyKind.Merges, vocabulary, merges);
        if (words is not null)
            return new VocabularyFiles(VocabularyKind.Words, words);
        return ModelFileNames.SentencePieceModels.Select(At).OfType<string>().FirstOrDefault() is { } pieces
            ? new VocabularyFiles(VocabularyKind.SentencePiece, pieces)
            : null;

        string? At(string name) =>
            System.IO.Path.Combine(folder, name) is { } path && File.Exists(path) ? path : null;
    }

    /// <summary>Why a folder in which <see cref="Find"/> finds nothing has no vocabulary.</summary>
    public static ModelException Missing(string folder)
    {
        foreach (var (here, lacking) in (ReadOnlySpan<(string, string)>)
            [(ModelFileNames.Vocabulary, ModelFileNames.Merges), (ModelFileNames.Merges, ModelFileNames.Vocabulary)])
        {
            if (File.Exists(System.IO.Path.Combine(folder, here)))
            {
                return new ModelException(
                    folder, $"has {here}, but neither {lacking}, which belongs to it, nor tokenizer.json",
                    "download the missing file from the model's page into the same folder");
            }
        }

        return new ModelException(
            folder,
            "has no tokenizer.json, nor a vocabulary in its place (vocab.json and merges.txt, vocab.txt, spiece.model, "
            + "sentencepiece.bpe.model or tokenizer.model)",
            "download it from the model's page into the same folder; where the page has none, take that of the model "
            + "that the graph was exported from (of OpenAI's CLIP: openai/clip-vit-base-patch32)");
    }

    /// <summary>Reads one of the files.</summary>
    /// <exception cref="ModelException">It cannot be read, is too large, or is not the file itself.</exception>
    public static byte[] Read(string path)
    {
        StandInFile.Refuse(path);
        try
        {
            using var file = File.OpenRead(path);
            return StreamedFile.Read(file, MaxBytes) ?? throw new ModelException(
                path, $"is larger than {MaxBytes >> 20} MB, and no vocabulary is", "check that it is the right file");
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw StandInFile.Unreadable(path, error);
        }
    }
}
