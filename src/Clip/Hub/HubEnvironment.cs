using System.Text.RegularExpressions;
using Clip.Files;

namespace Clip.Hub;

/// <summary>The environment variables for the hub, interpreted as in Python's huggingface_hub 1.x.</summary>
internal sealed partial class HubEnvironment(Func<string, string?> variable)
{
    private const int MaxTokenFile = 4096;

    public Uri Endpoint
    {
        get
        {
            if (Value("HF_ENDPOINT") is not { } text)
                return new Uri("https://huggingface.co");
            if (Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var endpoint)
                && IsWeb(endpoint) && endpoint.Query.Length == 0 && endpoint.UserInfo.Length == 0)
            {
                return endpoint;
            }
            throw new HubException(
                "HF_ENDPOINT", "is not an http or https address",
                "set it to something like https://huggingface.co, or unset it");
        }
    }

    /// <summary>The token of <c>HF_TOKEN</c>, else that of the token file.</summary>
    public string? Token => IsOn("HF_HUB_DISABLE_IMPLICIT_TOKEN")
        ? null
        : Clean(variable("HF_TOKEN")) ?? Clean(variable("HUGGING_FACE_HUB_TOKEN")) ?? Clean(ReadTokenFile());

    public string CacheFolder => Path.GetFullPath(
        Folder("HF_HUB_CACHE") ?? Folder("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(Home, "hub"));

    private string Home => Folder("HF_HOME")
        ?? Path.Combine(Folder("XDG_CACHE_HOME") ?? Path.Combine(UserFolder, ".cache"), "huggingface");

    /// <summary>Python prefers <c>HOME</c> to the user database on Unix; tests and containers set it.</summary>
    private string UserFolder => (OperatingSystem.IsWindows() ? null : Value("HOME"))
        ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    public bool IsOn(string name) => Value(name)?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";

    private string? ReadTokenFile()
    {
        var path = Folder("HF_TOKEN_PATH") ?? Path.Combine(Home, "token");
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                return null;
            using var reader = file.OpenText();
            var text = new char[MaxTokenFile];
            return new string(text, 0, reader.ReadBlock(text));
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw new HubException(
                path, $"the token file cannot be read ({error.Message})", "check its permissions, or set HF_TOKEN",
                error);
        }
    }

    /// <summary>
    /// A token is one printable word. Line ends are often pasted with it; anything else cannot be sent in a header.
    /// </summary>
    private static string? Clean(string? token)
    {
        token = token?.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Trim();
        if (string.IsNullOrEmpty(token))
            return null;
        return token.All(static letter => letter is > ' ' and < '\x7f')
            ? token
            : throw new HubException(
                "HF_TOKEN", "holds characters that no token has",
                "copy the token again from https://huggingface.co/settings/tokens");
    }

    /// <summary>A folder named by a variable, with <c>~</c> and further variables in it replaced.</summary>
    private string? Folder(string name)
    {
        if (Value(name) is not { } folder)
            return null;
        if (folder == "~" || folder.StartsWith("~/", StringComparison.Ordinal))
            folder = UserFolder + folder[1..];
        // A variable that is not set stays as it is, as in Python.
        return DollarName().Replace(
            Environment.ExpandEnvironmentVariables(folder),
            match => Value(match.Groups[1].Value.Trim('{', '}')) ?? match.Value);
    }

    private string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;

    [GeneratedRegex(@"\$(\w+|\{[^}]*\})")]
    private static partial Regex DollarName();

    private static bool IsWeb(Uri uri) => uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp;
}
