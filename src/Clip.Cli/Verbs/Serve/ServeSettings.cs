using Clip.Cli.Options;
using Clip.Server.Hosting;

namespace Clip.Cli.Verbs.Serve;

/// <summary>Something with the name that clients use.</summary>
/// <param name="Name">The name; null for its own.</param>
/// <param name="Value">A model, a folder or a library, as the command line names it.</param>
internal sealed record NamedValue(string? Name, string Value)
{
    /// <summary>Splits <c>NAME=VALUE</c>; a text without a name, or an existing folder, is a value alone.</summary>
    public static NamedValue Parse(string text)
    {
        var equals = text.IndexOf('=');
        return equals < 1 || Directory.Exists(text)
            ? new NamedValue(null, text)
            : new NamedValue(text[..equals], text[(equals + 1)..]);
    }
}

/// <summary>What a server offers, whoever its clients are.</summary>
/// <param name="Model">How models are opened, and which where none is mounted by name.</param>
/// <param name="Models">The models to mount.</param>
/// <param name="Roots">The folders of the first library, which has the name of its model; none for no such one.</param>
/// <param name="Libraries">The libraries under names of their own.</param>
/// <param name="Updates">Whether indexes are brought up to date.</param>
internal record MountSettings(
    ModelSettings Model, IReadOnlyList<NamedValue> Models, IReadOnlyList<string> Roots,
    IReadOnlyList<PictureLibrary> Libraries, bool Updates)
{
    /// <summary>The database whose libraries are served in the place of folders; null for none.</summary>
    public PostgresStore? Store { get; init; }
}

/// <summary>What <c>serve</c> is asked to do.</summary>
/// <param name="Model">How models are opened, and which where none is mounted by name.</param>
/// <param name="Models">The models to mount.</param>
/// <param name="Roots">The folders of the first library, which has the name of its model; none for no such one.</param>
/// <param name="Libraries">The libraries under names of their own.</param>
/// <param name="Listen">Where to listen.</param>
/// <param name="Updates">Whether indexes are brought up to date.</param>
internal sealed record ServeSettings(
    ModelSettings Model, IReadOnlyList<NamedValue> Models, IReadOnlyList<string> Roots,
    IReadOnlyList<PictureLibrary> Libraries, ListenOptions Listen, bool Updates)
    : MountSettings(Model, Models, Roots, Libraries, Updates)
{
    /// <summary>The key that requests carry; null for none.</summary>
    public string? ApiKey { get; init; }

    public bool AllowFetch { get; init; }

    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>How often indexes are brought up to date.</summary>
    public TimeSpan Refresh { get; init; }

    /// <summary>The largest body of a request, in bytes.</summary>
    public long MaxBodyBytes { get; init; }

    /// <summary>The most texts that wait to be encoded.</summary>
    public int MaxQueue { get; init; }

    /// <summary>Whether the log is JSON; null for as the results are.</summary>
    public bool? LogsJson { get; init; }

    /// <summary>What is wrong with the options, where that is all that is asked for; otherwise null.</summary>
    public IReadOnlyList<ClipException>? Problems { get; init; }
}
