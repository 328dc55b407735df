using System.Text.Json;
using System.Text.RegularExpressions;

namespace Clip.Tests.Packages.Releases;

/// <summary>The Dockerfiles: their form, and that what they start with are options of the program.</summary>
public sealed partial class DockerfileTests
{
    private static readonly string[] Instructions =
    [
        "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "LABEL", "RUN", "STOPSIGNAL", "USER",
        "VOLUME", "WORKDIR",
    ];

    public static TheoryData<string> Files => new("Dockerfile", "Dockerfile.in");

    [Theory]
    [MemberData(nameof(Files))]
    public void Instructions_and_stages_are_known(string name)
    {
        var lines = Parse(name);

        Assert.All(lines, static line => Assert.Contains(line.Instruction, Instructions));
        Assert.Equal("FROM", lines[0].Instruction);
        var stages = lines.Select(static line => Stage().Match(line.Text)).Where(static match => match.Success)
            .Select(static match => match.Groups[1].Value).ToList();
        Assert.Equal(2, lines.Count(static line => line.Instruction == "FROM"));
        Assert.All(
            lines.Select(static line => From().Match(line.Text)).Where(static match => match.Success),
            match => Assert.Contains(match.Groups[1].Value, stages));
        // The last stage runs as a user who owns nothing.
        var last = lines.FindLastIndex(static line => line.Instruction == "FROM");
        Assert.Contains(lines[last..], static line => line is { Instruction: "USER", Text: "$APP_UID" });
        Assert.DoesNotContain(lines[last..], static line => line.Instruction == "RUN");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task What_it_starts_is_an_answer_of_the_program(string name)
    {
        var lines = Parse(name);
        string[] words =
        [
            .. ((string[])["ENTRYPOINT", "CMD"]).SelectMany(name => JsonSerializer.Deserialize<string[]>(
                lines.Single(line => line.Instruction == name).Text)!),
        ];
        using var folder = new TestFolder();
        MadePackages.CopyPictures(folder.At("pictures"));

        Assert.Equal(["/opt/clipsearch/clipsearch", "serve"], words[..2]);
        var answer = await Tests.Cli.ClipSearch.RunAsync(
        [
            "serve", "--check", "--port", "0",
            .. words[2..].Select(word => word == "/pictures" ? folder.At("pictures") : word),
        ]);
        Assert.True(answer.ExitCode == 0, answer.Errors);
    }

    [Fact]
    public void Only_the_restore_of_the_build_has_a_network()
    {
        var runs = Parse("Dockerfile").Where(static line => line.Instruction == "RUN").Select(static line => line.Text)
            .ToList();

        // Named by -r alone, a restore leaves out the compiler that the publication needs.
        Assert.Contains("dotnet restore src/Clip.Cli -p:RuntimeIdentifier=linux-x64", runs);
        Assert.All(
            runs.Where(static run => run.Contains("dotnet publish")),
            static run => Assert.Matches("^--network=none .* --no-restore ", run));
    }

    /// <summary>The instructions, with continued lines joined and comments left out.</summary>
    private static List<(string Instruction, string Text)> Parse(string name)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "packaging", "docker", name));
        return
        [
            .. Continued().Replace(text, " ").Split('\n')
                .Where(static line => line.Length > 0 && line[0] != '#')
                .Select(static line => (line.Split(' ')[0], line[line.Split(' ')[0].Length..].Trim())),
        ];
    }

    [GeneratedRegex(@" ?\\\n\s*")]
    private static partial Regex Continued();

    [GeneratedRegex(" AS ([a-z]+)$")]
    private static partial Regex Stage();

    [GeneratedRegex("--from=([a-z]+)")]
    private static partial Regex From();
}
