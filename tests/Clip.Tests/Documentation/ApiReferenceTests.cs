using System.Reflection;

namespace Clip.Tests.Documentation;

/// <summary>
/// The API reference. Where the environment variable CLIP_API_REFERENCE names a folder, it is written there.
/// </summary>
public sealed class ApiReferenceTests
{
    public static TheoryData<string> Assemblies => new("Clip", "Clip.ImageSharp", "Clip.Models.Mini");

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_public_member_is_described(string assembly) =>
        Assert.Empty(new ApiReference(Assembly.Load(assembly)).Undescribed);

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_type_has_a_page_whose_links_lead_to_pages(string assembly)
    {
        var reference = new ApiReference(Assembly.Load(assembly));
        var pages = reference.Types.ToDictionary(ApiReference.PageOf, reference.Page);
        pages.Add($"{assembly}.md", reference.Contents());

        Assert.All(pages.Values, page => Assert.All(
            page.Split("](").Skip(1).Select(static link => link[..link.IndexOf(')', StringComparison.Ordinal)])
                .Where(static link => !link.StartsWith("http", StringComparison.Ordinal)),
            link => Assert.Contains(link, pages.Keys)));
        if (Environment.GetEnvironmentVariable("CLIP_API_REFERENCE") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            foreach (var (name, text) in pages)
                File.WriteAllText(Path.Combine(folder, name), text);
        }
    }

    [Fact]
    public void A_page_shows_declarations_and_what_they_mean()
    {
        var reference = new ApiReference(typeof(ClipModel).Assembly);
        var page = reference.Page(typeof(ClipModel));

        Assert.StartsWith("# ClipModel\n\n`sealed class` in `Clip`\n", page, StringComparison.Ordinal);
        Assert.Contains(
            "ClipModel Load(string folder, ClipModelOptions? options = null)", page, StringComparison.Ordinal);
        Assert.Contains("- throws [`ModelException`](Clip.ModelException.md): ", page, StringComparison.Ordinal);
    }
}
