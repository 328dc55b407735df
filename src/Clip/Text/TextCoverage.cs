namespace Clip;

/// <summary>How well a tokenizer knows the words of a text; a model knows them no better.</summary>
public enum TextCoverage
{
    /// <summary>Nothing speaks against it.</summary>
    Known,

    /// <summary>The script is not that of the tokenizer's words: it knows single letters of it, or bytes.</summary>
    UnknownScript,

    /// <summary>Every token is the one that stands for what is unknown, so that all such texts look the same.</summary>
    Nothing,
}
