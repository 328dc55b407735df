using Clip.Text;

namespace Clip.Searching;

/// <summary>
/// Tells whether a model knows the words of a text, as far as its tokens tell and its training is known.
/// </summary>
internal static class QueryLanguage
{
    /// <summary>How well the model knows the words.</summary>
    /// <param name="model">The model.</param>
    /// <param name="text">The text.</param>
    /// <param name="language">The language of the text, where the model does not know it; otherwise null.</param>
    public static TextCoverage CoverageOf(ClipModel model, string text, out string? language)
    {
        language = null;
        var coverage = model.Text.CoverageOf(text);
        if (coverage != TextCoverage.Known || !IsEnglishOnly(model))
            return coverage;
        language = LatinLanguage.Of(text);
        return language is null ? TextCoverage.Known : TextCoverage.UnknownLanguage;
    }

    private static bool IsEnglishOnly(ClipModel model)
    {
        var name = model.Reference.Split('@')[0];
        return KnownModels.Find(name)?.Languages == KnownModels.English;
    }
}
