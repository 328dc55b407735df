using Clip.Cli.Configuration;
using Clip.Cli.Options;

namespace Clip.Cli.Verbs.Service;

/// <summary>The command line that a service runs, and the variables that it needs.</summary>
/// <param name="Words">The program and its arguments.</param>
/// <param name="Variables">The variables with their values.</param>
internal sealed record WatchCommand(
    IReadOnlyList<string> Words, IReadOnlyList<(string Name, string Value)> Variables)
{
    // What the user has set here would be missing in a service, which starts without a shell.
    private static readonly string[] Inherited =
    [
        .. EnvironmentSetting.All.Select(static setting => setting.Variable), ConfigurationPath.Variable,
        "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "HF_HOME", "DOTNET_ROOT",
    ];

    /// <summary>The command that watches libraries with this very program.</summary>
    /// <param name="libraries">Their names.</param>
    public static WatchCommand For(IReadOnlyList<string> libraries)
    {
        var program = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] words =
        [
            program,
            .. isHost ? (string[])[Path.GetFullPath(Environment.GetCommandLineArgs()[0])] : [],
            "index", "--watch", "--quiet", .. libraries.SelectMany(static name => (string[])["--library", name]),
        ];
        var variables =
            from name in Inherited
            let value = Environment.GetEnvironmentVariable(name)
            where value is { Length: > 0 }
            select (name, Value(name, value));
        return new WatchCommand(words, [.. variables]);
    }

    // A service starts in another folder, and a file that is named has to be there.
    private static string Value(string name, string value) =>
        name == ConfigurationPath.Variable && value != ConfigurationPath.None ? Path.GetFullPath(value) : value;
}
