using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;

namespace Clip.Tests.Hub;

/// <summary>Runs the program's verb <c>models</c> with a local hub.</summary>
public abstract class ModelsCommandTest : HubTest
{
    /// <summary>Further environment variables of the program.</summary>
    private protected Dictionary<string, string?> Variables { get; } = [];

    private protected static List<JsonObject> Lines(BufferedCommandResult result)
    {
        Assert.Equal((0, ""), (result.ExitCode, result.ExitCode == 0 ? "" : result.StandardError));
        return [.. result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(
            line => JsonNode.Parse(line)!.AsObject())];
    }

    private protected async Task<BufferedCommandResult> RunAsync(params string[] arguments) =>
        await Program(arguments).ExecuteBufferedAsync(Token);

    private protected Command Program(params string[] arguments)
    {
        Dictionary<string, string?> environment = new()
        {
            ["HF_ENDPOINT"] = Hub.Endpoint.AbsoluteUri,
            ["HF_HUB_CACHE"] = CacheFolder,
            ["HF_HOME"] = Path.GetDirectoryName(CacheFolder),
        };
        // The result must not depend on the variables of the machine that runs the tests.
        string[] removed =
        [
            "HF_TOKEN", "HF_TOKEN_PATH", "HUGGING_FACE_HUB_TOKEN", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE",
            "CLIPSEARCH_MODEL", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy",
        ];
        foreach (var name in removed)
            environment[name] = null;
        foreach (var (name, value) in Variables)
            environment[name] = value;
        return CliWrap.Cli.Wrap("dotnet")
            .WithArguments([Path.Combine(AppContext.BaseDirectory, "clipsearch.dll"), .. arguments])
            .WithEnvironmentVariables(environment)
            .WithValidation(CommandResultValidation.None);
    }
}
