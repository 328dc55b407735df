using Clip.Text;

namespace Clip.Models.Vocabularies;

/// <summary>
/// Loads the tokenizer of a folder that has no <c>tokenizer.json</c> but the vocabulary from which transformers makes
/// one.
/// </summary>
internal static class VocabularyTokenizer
{
    /// <summary>Loads a tokenizer.</summary>
    /// <param name="files">The files of the vocabulary.</param>
    /// <param name="isSiglip">Whether the model's configuration says that it is a SigLIP.</param>
    /// <exception cref="ModelException">A file cannot be read, is damaged, or lacks something.</exception>
    /// <exception cref="TokenizerException">The vocabulary cannot be used.</exception>
    public static HuggingFaceTokenizer Load(VocabularyFiles files, bool isSiglip)
    {
        try
        {
            var settings = TokenizerSettings.Read(Path.GetDirectoryName(files.Path)!, isSiglip);
            return HuggingFaceTokenizer.Parse(Convert(files, settings), files.Path);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            // Half of a surrogate pair, which JSON can hold and UTF-8 cannot.
            throw new ModelException(files.Path, "has a token that is no text", "download the file again", error);
        }
    }

    private static ReadOnlyMemory<byte> Convert(VocabularyFiles files, TokenizerSettings settings) => files.Kind switch
    {
        VocabularyKind.Merges => ClipVocabulary.Convert(files, settings),
        VocabularyKind.Words => BertVocabulary.Convert(files, settings),
        _ => SentencePieceVocabulary.Convert(files, settings),
    };
}
