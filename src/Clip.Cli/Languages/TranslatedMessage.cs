namespace Clip.Cli.Languages;

/// <summary>A message in another language.</summary>
/// <param name="Text">The message.</param>
/// <param name="Length">How many characters of the English message are translated; the others are as they were.</param>
internal readonly record struct TranslatedMessage(string Text, int Length);
