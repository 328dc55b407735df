using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Clip.Tests.Cli;

/// <summary>The commands that README.md shows with their output, run in the gallery.</summary>
public sealed class ReadmeExampleTests(IndexedGallery gallery)
{
    private const string Indent = "    ";
    private const string Prompt = "    $ clipsearch ";

    public static TheoryData<string, string> Examples
    {
        get
        {
            var examples = new TheoryData<string, string>();
            foreach (var document in (string[])["README.md", "README.zh-CN.md"])
            {
                var lines = File.ReadAllLines(Path.Combine(Repository.Root, document));
                for (var i = 0; i < lines.Length; i++)
                {
                    if (!lines[i].StartsWith(Prompt, StringComparison.Ordinal))
                        continue;
                    var shown = lines.Skip(i + 1).TakeWhile(static line =>
                        line.StartsWith(Indent, StringComparison.Ordinal)
                        && !line.StartsWith(Prompt, StringComparison.Ordinal));
                    var output = string.Join('\n', shown.Select(static line => line[Indent.Length..]));
                    examples.Add(lines[i][Prompt.Length..], output);
                }
            }
            return examples;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task The_output_is_what_the_program_prints(string command, string shown)
    {
        using var copy = await gallery.CopyAsync();
        var arguments = CommandLineParser.SplitCommandLine(command).ToArray();

        var answer = (await ClipSearch.RunAsync(arguments, null, copy.Path)).Ended(0);

        // Three dots stand for what differs from run to run.
        var expected = string.Join(".*", shown.Split("...").Select(Regex.Escape));
        Assert.Matches($"^{expected}$", string.Join('\n', answer.Lines));
    }
}
