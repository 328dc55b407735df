using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Clip.Tests.Cli;

/// <summary>The commands that a README shows with their output, run in the gallery one after the other.</summary>
public sealed class ReadmeExampleTests(IndexedGallery gallery)
{
    private const string Indent = "    ";
    private const string Prompt = "    $ clipsearch ";

    [Fact]
    public async Task The_output_is_what_the_program_prints()
    {
        using var copy = await gallery.CopyAsync();
        var examples = Examples("README.md").ToList();

        Assert.True(examples.Count >= 8, "the examples are gone");
        foreach (var (command, shown) in examples)
        {
            var arguments = CommandLineParser.SplitCommandLine(command).ToArray();
            var answer = (await ClipSearch.RunAsync(arguments, null, copy.Path)).Ended(0);

            // Three dots stand for what differs from run to run.
            var expected = string.Join(".*", shown.Split("...").Select(Regex.Escape));
            Assert.Matches($"^{expected}$", string.Join('\n', answer.Lines));
        }
    }

    private static IEnumerable<(string Command, string Output)> Examples(string document)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, document));
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Prompt, StringComparison.Ordinal))
                continue;
            var shown = lines.Skip(i + 1).TakeWhile(static line => line.StartsWith(Indent, StringComparison.Ordinal)
                && !line.StartsWith(Prompt, StringComparison.Ordinal));
            yield return (
                lines[i][Prompt.Length..], string.Join('\n', shown.Select(static line => line[Indent.Length..])));
        }
    }
}
