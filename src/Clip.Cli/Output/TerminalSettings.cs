namespace Clip.Cli.Output;

/// <summary>When output has colors or links.</summary>
internal enum ColorChoice
{
    /// <summary>On a terminal, unless <c>NO_COLOR</c> is set.</summary>
    Auto,

    /// <summary>Always.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}

/// <summary>How results and messages are written.</summary>
/// <param name="IsJson">Whether results are JSON Lines.</param>
/// <param name="IsQuiet">Whether only errors are written to standard error.</param>
/// <param name="IsVerbose">Whether details are written to standard error.</param>
/// <param name="Color">When output is colored.</param>
internal sealed record TerminalSettings(bool IsJson, bool IsQuiet, bool IsVerbose, ColorChoice Color)
{
    /// <summary>When names of files are links to them.</summary>
    public ColorChoice Links { get; init; }
}
