namespace Clip;

/// <summary>How well a tokenizer knows the words of a text; a model knows them no better.</summary>
public enum TextCoverage
{
    /// <summary>Nothing speaks against it.</summary>
    Known,

    /// <summary>The script is not that of the tokenizer's words: it knows single letters of it, or bytes.</summary>
    UnknownScript,

    /// <summary>
    /// The words are of a language with Latin letters that the model was not trained on; its tokens do not tell that,
    /// but where it was trained is known.
    /// </summary>
    UnknownLanguage,

    /// <summary>Every token is the one that stands for what is unknown, so that all such texts look the same.</summary>
    Nothing,
}
