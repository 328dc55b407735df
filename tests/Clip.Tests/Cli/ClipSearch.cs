using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace Clip.Tests.Cli;

/// <summary>What the program wrote and its exit code.</summary>
internal sealed record Answer(int ExitCode, string Output, string Errors)
{
    /// <summary>The lines of standard output.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The lines of standard error.</summary>
    public string[] ErrorLines => Errors.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Standard output as JSON lines; nothing else may be there.</summary>
    public JsonElement[] Json => [.. Lines.Select(static line => JsonDocument.Parse(line).RootElement.Clone())];

    /// <summary>The paths of JSON results.</summary>
    public string[] Paths => [.. Json.Select(static line => line.GetProperty("path").GetString()!)];

    /// <summary>Fails, showing all output, unless the program ended as expected.</summary>
    public Answer Ended(int exitCode)
    {
        Assert.True(exitCode == ExitCode, $"ended with {ExitCode}, not {exitCode}\n{Output}\n{Errors}");
        return this;
    }

    /// <summary>Fails unless standard error is one line that holds all of these, and no result came.</summary>
    public void IsError(params string[] parts)
    {
        Ended(2);
        Assert.Empty(Output);
        HasOneErrorLine(parts);
    }

    /// <summary>
    /// Fails unless one line of standard error holds all of these, and no line looks like a stack trace.
    /// </summary>
    public void HasOneErrorLine(params string[] parts)
    {
        var fitting = ErrorLines.Where(line => parts.All(part => line.Contains(part, StringComparison.Ordinal)))
            .ToList();
        Assert.True(fitting.Count == 1, $"not one line with {string.Join(", ", parts)}:\n{Errors}");
        Assert.StartsWith("clipsearch: ", fitting[0]);
        Assert.DoesNotContain("   at ", Errors);
        Assert.DoesNotContain("unexpected error", Errors);
    }
}

/// <summary>Starts the real program, as a shell would.</summary>
internal static class ClipSearch
{
    private static readonly string CacheFolder = Directory.CreateTempSubdirectory("clip-cli-cache-").FullName;

    static ClipSearch() =>
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => Directory.Delete(CacheFolder, recursive: true);

    private const string ProgramVariable = "CLIPSEARCH_TEST_PROGRAM";

    /// <summary>
    /// The executable: the one that was built beside the tests, or a published one that the environment names, which
    /// starts in a tenth of the time.
    /// </summary>
    public static string Executable { get; } =
        System.Environment.GetEnvironmentVariable(ProgramVariable) is { Length: > 0 } published
            ? Path.GetFullPath(published)
            : Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "clipsearch.exe" : "clipsearch");

    /// <summary>A place where no command leaves anything behind, for commands that need none.</summary>
    public static string Elsewhere => CacheFolder;

    /// <summary>The environment of every start: the tester's own settings must not show.</summary>
    public static IReadOnlyDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>
    {
        // The program that was built starts with the runtime that runs the tests.
        ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
        ["CLIPSEARCH_MODEL"] = null,
        ["CLIPSEARCH_DEVICE"] = null,
        ["CLIPSEARCH_MEMORY"] = null,
        ["CLIPSEARCH_CACHE_LIMIT"] = null,
        ["NO_COLOR"] = null,
        ["XDG_CACHE_HOME"] = CacheFolder,
    };

    /// <summary>Runs a command to its end.</summary>
    public static Task<Answer> RunAsync(params string[] arguments) => RunAsync(arguments, null);

    /// <summary>Runs a command to its end.</summary>
    /// <param name="arguments">As the program gets them.</param>
    /// <param name="input">Standard input; null for none.</param>
    /// <param name="folder">The current folder; one without pictures where null.</param>
    /// <param name="environment">Variables besides <see cref="Environment"/>.</param>
    public static async Task<Answer> RunAsync(
        string[] arguments, byte[]? input, string? folder = null, Dictionary<string, string?>? environment = null)
    {
        var variables = new Dictionary<string, string?>(Environment);
        foreach (var (name, value) in environment ?? [])
            variables[name] = value;
        var command = CliWrap.Cli.Wrap(Executable)
            .WithArguments(arguments)
            .WithWorkingDirectory(folder ?? Elsewhere)
            .WithEnvironmentVariables(variables)
            .WithStandardInputPipe(input is null ? PipeSource.Null : PipeSource.FromBytes(input))
            .WithValidation(CommandResultValidation.None);
        var result = await command.ExecuteBufferedAsync(Encoding.UTF8, TestContext.Current.CancellationToken);
        return new Answer(result.ExitCode, result.StandardOutput, result.StandardError);
    }
}
