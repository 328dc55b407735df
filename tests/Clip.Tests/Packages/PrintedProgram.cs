using System.Text.RegularExpressions;

namespace Clip.Tests.Packages;

/// <summary>A C# program that a page of the documentation prints, and the packages that the page adds.</summary>
/// <param name="Page">The page, relative to the checkout.</param>
/// <param name="Number">Which of the page's programs it is, from 1.</param>
/// <param name="Code">The program, exactly as printed.</param>
/// <param name="Packages">The packages of the page's <c>dotnet add package</c> lines.</param>
/// <param name="IsWeb">Whether the page says to begin with <c>dotnet new web</c>.</param>
internal sealed partial record PrintedProgram(
    string Page, int Number, string Code, IReadOnlyList<string> Packages, bool IsWeb)
{
    private static readonly string[] Readme = ["Clip.Cpu"];

    /// <summary>The name of the project made of it.</summary>
    public string Name => $"{Path.GetFileNameWithoutExtension(Page).Replace('-', '_')}_{Number}";

    /// <summary>The programs of README.md and of the pages in docs, in the order of their names.</summary>
    public static IReadOnlyList<PrintedProgram> All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md")
            .Append(Path.Combine(Repository.Root, "README.md"))
            .Order(StringComparer.Ordinal)
            .SelectMany(Read),
    ];

    private static IEnumerable<PrintedProgram> Read(string file)
    {
        var text = File.ReadAllText(file).ReplaceLineEndings("\n");
        // Programs do not depend on the device; .ci/run runs that of docs/gpu.md with Clip.Gpu.
        List<string> packages =
        [
            .. AddPackage().Matches(text)
                .Select(static match => match.Groups[1].Value.Replace("Clip.Gpu", "Clip.Cpu", StringComparison.Ordinal))
                .Distinct(),
        ];
        var page = Path.GetRelativePath(Repository.Root, file);
        return Block().Matches(text).Select((match, at) => new PrintedProgram(
            page, at + 1, match.Groups[1].Value, packages.Count > 0 ? packages : Readme,
            text.Contains("dotnet new web", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"dotnet add package ([\w.]+)")]
    private static partial Regex AddPackage();
}
