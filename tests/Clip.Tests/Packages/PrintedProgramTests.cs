using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Clip.Tests.Packages;

/// <summary>The programs of the documentation do what their pages say, exactly as printed.</summary>
[Collection(PackageTests.Name)]
[Trait("Category", PackageTests.Name)]
public sealed partial class PrintedProgramTests(PackageFeed feed, PrintedPrograms programs)
    : IClassFixture<PrintedPrograms>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names =>
        [.. PrintedProgram.All.Where(static program => !program.IsWeb).Select(static program => program.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_printed_program_runs(string name)
    {
        var (succeeded, output) = await PackageFeed.DotnetAsync(feed.Runs, programs.Built(name));

        Assert.True(succeeded, output);
        Assert.NotEmpty(output);
    }

    [Fact]
    public async Task The_first_program_of_the_README_finds_the_lighthouse()
    {
        var (_, fromPackages) = await PackageFeed.DotnetAsync(feed.Runs, programs.Built(PrintedPrograms.Readme.Name));
        var (_, byReference) = await PackageFeed.DotnetAsync(
            feed.Runs, programs.Built(PrintedPrograms.ByReference));

        Assert.Contains("kodak-21.jpg", fromPackages.Split('\n')[0], StringComparison.Ordinal);
        Assert.Equal(fromPackages, byReference);
    }

    [Fact]
    public async Task The_first_program_of_the_README_runs_as_a_program_of_one_file()
    {
        await File.WriteAllTextAsync(
            feed.At("run", "app.cs"),
            $"#:package Clip@{PackageVersions.Own}\n#:package Clip.Cpu@{PackageVersions.Own}\n"
                + PrintedPrograms.Readme.Code,
            Token);

        // Without the compiler for native programs, which would be downloaded.
        var (succeeded, output) = await PackageFeed.DotnetAsync(
            feed.Runs, "run", "-p:PublishAot=false", "-c", PackageFeed.BuildConfiguration, "app.cs");

        Assert.True(succeeded, output);
        Assert.Contains("kodak-21.jpg", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_web_service_answers_texts_and_uploaded_pictures()
    {
        var service = PrintedProgram.All.First(static program => program.IsWeb);
        using var process = ChildProcess.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { programs.Built(service.Name), "--urls", "http://127.0.0.1:0" },
            WorkingDirectory = feed.Runs,
            RedirectStandardOutput = true,
        });
        using var client = new HttpClient { BaseAddress = await AddressAsync(process) };
        var byText = await client.GetStringAsync("/search?text=a%20lighthouse%20by%20the%20sea", Token);
        using var upload = new MultipartFormDataContent();
        using var picture = new ByteArrayContent(
            await File.ReadAllBytesAsync(feed.At("run", "gallery", "photos", "kodak-21.jpg"), Token));
        picture.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        upload.Add(picture, "picture", "lighthouse.jpg");
        using var byPicture = await client.PostAsync("/search", upload, Token);

        Assert.EndsWith("kodak-21.jpg", FirstPath(byText), StringComparison.Ordinal);
        Assert.EndsWith(
            "kodak-21.jpg", FirstPath(await byPicture.Content.ReadAsStringAsync(Token)), StringComparison.Ordinal);
    }

    /// <summary>Takes as long as all other tests of this folder, and needs clang.</summary>
    [Fact]
    public async Task The_first_program_of_the_README_compiles_ahead_of_time_without_a_warning()
    {
        LongTests.SkipUnlessAskedFor();
        var project = PrintedPrograms.Write(
            feed, "ahead", PrintedPrograms.Readme.Code, PrintedPrograms.Packages(PrintedPrograms.Readme.Packages),
            properties: [new XElement("PublishAot", "true")]);
        var folder = Path.GetDirectoryName(project)!;
        // The compiler is not in the cache of every machine, so the machine's own package sources are used too.
        File.Move(feed.At("nuget.config"), feed.At("nuget.config.unused"));
        var (succeeded, output) = await PackageFeed.DotnetAsync(
            folder, "publish", "--use-current-runtime", "-c", "Release", "-o", feed.At("ahead-out"),
            $"-p:RestoreAdditionalProjectSources={feed.Packages}",
            $"-p:RestorePackagesPath={feed.At("ahead-packages")}");
        File.Move(feed.At("nuget.config.unused"), feed.At("nuget.config"));

        Assert.True(succeeded, output);
        Assert.DoesNotContain("warning", output, StringComparison.OrdinalIgnoreCase);
        using var process = ChildProcess.Start(new ProcessStartInfo(feed.At("ahead-out", "ahead"))
        {
            WorkingDirectory = feed.Runs,
            RedirectStandardOutput = true,
        });
        Assert.Contains("kodak-21.jpg", await process.StandardOutput.ReadToEndAsync(Token), StringComparison.Ordinal);
    }

    private static async Task<Uri> AddressAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
                return new Uri(match.Groups[1].Value);
        }

        throw new InvalidOperationException("The service ended before it listened.");
    }

    private static string FirstPath(string json) =>
        JsonDocument.Parse(json).RootElement[0].GetProperty("path").GetString()!;

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex Listening();
}
