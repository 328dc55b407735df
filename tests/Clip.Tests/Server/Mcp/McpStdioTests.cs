using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Clip.Tests.Cli;
using CliWrap.Buffered;

namespace Clip.Tests.Server.Mcp;

/// <summary>The Model Context Protocol on standard input and output: what clients sent, limits, and the end.</summary>
public sealed class McpStdioTests(GalleryServer server, IndexedGallery gallery)
{
    private const string Meta = """
        "_meta":{"io.modelcontextprotocol/protocolVersion":"VERSION","io.modelcontextprotocol/clientInfo":
        {"name":"test","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}
        """;

    [Theory]
    [InlineData("stdio-python-2-auto")]
    [InlineData("stdio-python-2-legacy")]
    [InlineData("stdio-typescript-1")]
    public async Task A_recorded_client_gets_what_it_needs(string name)
    {
        var lines = Encoding.UTF8.GetString(Recorded($"{name}.stdin.jsonl"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var expected = JsonElement.Parse(Recorded($"{name}.expect.json")).GetProperty("expect_lines");
        await using var connection = StdioConnection.Open(server, await gallery.Folder);
        Assert.Equal(expected.GetArrayLength(), lines.Length);
        foreach (var (line, wanted) in lines.Zip(expected.EnumerateArray()))
        {
            if (wanted.ValueKind == JsonValueKind.False)
                continue;
            await connection.SendAsync(line);
            if (wanted.ValueKind == JsonValueKind.Null)
                continue;
            var answer = await connection.ReceiveAsync(wanted.GetProperty("rpc_id").ToString());
            Assert.Null(RecordedExpectation.Problem(answer, wanted.GetProperty("body")));
        }
    }

    [Fact]
    public async Task Every_request_before_the_end_of_the_input_is_answered()
    {
        await using var connection = StdioConnection.Open(server, await gallery.Folder);
        for (var i = 0; i < 40; i++)
        {
            await connection.SendAsync(
                $$$"""{"jsonrpc":"2.0","id":{{{i}}},"method":"tools/call","params":{"name":"library_status"}}""");
        }
        await connection.EndAsync();
        for (var i = 0; i < 40; i++)
            Assert.True((await connection.ReceiveAsync($"{i}")).TryGetProperty("result", out _));
    }

    [Theory]
    [InlineData("{}", "no tool")]
    [InlineData("""{"name":5}""", "no tool")]
    [InlineData("""{"name":"library_status","arguments":[]}""", "JSON object")]
    public async Task A_call_that_is_none_is_told_its_fault(string parameters, string fault)
    {
        var message = $$"""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{{parameters}}}""";
        await using var connection = StdioConnection.Open(server, await gallery.Folder);
        await connection.SendAsync(message);
        var error = (await connection.ReceiveAsync("7")).GetProperty("error");
        Assert.Equal(-32602, error.GetProperty("code").GetInt32());
        Assert.Contains(fault, error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_line_that_is_no_message_or_too_long_is_refused_and_the_next_one_answered()
    {
        await using var connection = StdioConnection.Open(server, await gallery.Folder);
        await connection.SendAsync("{\"jsonrpc\":");
        await connection.SendAsync("""[{"jsonrpc":"2.0","id":1,"method":"ping"}]""");
        await connection.SendAsync(new string('x', 3 << 20));
        await connection.SendAsync("  ");
        await connection.SendAsync("""{"jsonrpc":"2.0","id":7,"method":"ping"}""");
        Assert.Equal("{}", (await connection.ReceiveAsync("7")).GetProperty("result").ToString());
        Assert.Equal(
            [-32700, -32600, -32600],
            connection.WithoutId.Select(static answer =>
                answer.GetProperty("error").GetProperty("code").GetInt32()));
    }

    [Fact]
    public async Task An_unknown_version_is_refused_with_those_that_are_known()
    {
        await using var connection = StdioConnection.Open(server, await gallery.Folder);
        var meta = Meta.ReplaceLineEndings("").Replace("VERSION", "2099-01-01");
        await connection.SendAsync($$$"""{"jsonrpc":"2.0","id":"a","method":"tools/list","params":{{{{meta}}}}}""");
        var error = (await connection.ReceiveAsync("a")).GetProperty("error");
        Assert.Equal(-32022, error.GetProperty("code").GetInt32());
        Assert.Equal("2026-07-28", error.GetProperty("data").GetProperty("supported")[0].GetString());
        await connection.SendAsync("""{"jsonrpc":"2.0","id":"b","method":"server/discover"}""");
        error = (await connection.ReceiveAsync("b")).GetProperty("error");
        Assert.Equal(-32602, error.GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task The_program_writes_messages_alone_and_ends_with_its_input()
    {
        const string Call = """{"name":"search_images","arguments":{"query":"two dogs"}}""";
        var input = Encoding.UTF8.GetBytes(
            $$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{Call}}}""" + "\n{}\n");
        var answer = (await ClipSearch.RunAsync(["mcp", "--root", await gallery.Folder, "--no-index"], input)).Ended(0);
        Assert.Equal(2, answer.Json.Length);
        var found = answer.Json.Single(static line => line.TryGetProperty("result", out _)).GetProperty("result");
        Assert.Equal("image", found.GetProperty("content")[1].GetProperty("type").GetString());
        Assert.StartsWith("file:///", found.GetProperty("content")[2].GetProperty("uri").GetString());
    }

    [Fact]
    public async Task A_folder_that_is_missing_is_named() =>
        (await ClipSearch.RunAsync("mcp", "--root", "/no/such/folder")).IsError("--root /no/such/folder", "no folder");

    [Fact]
    public async Task The_official_TypeScript_client_works()
    {
        LongTests.SkipUnlessAskedFor();
        Assert.SkipUnless(File.Exists("/usr/bin/npm"), "npm is not installed");
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder.At("client.mjs"), $$"""
            import { Client, StdioClientTransport } from './load.mjs';
            const transport = new StdioClientTransport({
              command: {{JsonSerializer.Serialize(ClipSearch.Executable)}},
              args: ['mcp', '--root', {{JsonSerializer.Serialize(await gallery.Folder)}}, '--no-index'] });
            const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: process.argv[2] });
            await client.connect(transport);
            const tools = await client.listTools();
            const found = await client.callTool({ name: 'search_images', arguments: { query: 'two dogs', limit: 3 } });
            console.log(tools.tools.length, found.structuredContent.results.length);
            await client.close();
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.At("load.mjs"), """
            import * as all from '@modelcontextprotocol/client';
            import * as stdio from '@modelcontextprotocol/client/stdio';
            export const Client = all.Client;
            export const StdioClientTransport = stdio.StdioClientTransport;
            """, TestContext.Current.CancellationToken);
        await RunAsync("npm", "install", "--no-audit", "--no-fund", "@modelcontextprotocol/client@2.3.1");
        Assert.Equal("6 3", await RunAsync("node", "client.mjs", "auto"));

        async Task<string> RunAsync(string program, params string[] arguments) =>
            (await CliWrap.Cli.Wrap(program).WithArguments(arguments).WithWorkingDirectory(folder.Path)
                .WithEnvironmentVariables(ClipSearch.Environment)
                .ExecuteBufferedAsync(TestContext.Current.CancellationToken)).StandardOutput.Trim();
    }

    private static byte[] Recorded(string name)
    {
        var goldens = Path.Combine(Repository.Root, "tests", "Clip.Tests", "Goldens", "clients", "stdio.tar.gz");
        using var unpacked = new GZipStream(File.OpenRead(goldens), CompressionMode.Decompress);
        using var archive = new TarReader(unpacked);
        while (archive.GetNextEntry() is { } entry)
        {
            if (!entry.Name.EndsWith("/" + name, StringComparison.Ordinal))
                continue;
            using var content = new MemoryStream();
            entry.DataStream!.CopyTo(content);
            return content.ToArray();
        }
        throw new FileNotFoundException(name);
    }
}
