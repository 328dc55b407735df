using Clip.Hub;
using CsCheck;

namespace Clip.Tests.Hub;

/// <summary>Names of repositories, and names of files in them.</summary>
public class ModelReferenceTests
{
    [Theory]
    [InlineData("Xenova/clip-vit-base-patch32", "Xenova", "clip-vit-base-patch32", "main")]
    [InlineData("a/b@v1.0", "a", "b", "v1.0")]
    [InlineData("immich-app/ViT-B-32__openai@refs/pr/3", "immich-app", "ViT-B-32__openai", "refs/pr/3")]
    public void A_name_has_an_owner_and_optionally_a_revision(string text, string owner, string name, string revision)
    {
        var reference = ModelReference.Parse(text);

        Assert.Equal((owner, name, revision), (reference.Owner, reference.Name, reference.Revision));
        Assert.Equal(text, reference.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("name")]
    [InlineData("a/b/c")]
    [InlineData("a/")]
    [InlineData("/b")]
    [InlineData("../b")]
    [InlineData("a/..")]
    [InlineData("a/b@")]
    [InlineData("a/b@../../x")]
    [InlineData("a/b@-x")]
    [InlineData("a/b@x y")]
    [InlineData("a/b--c")]
    [InlineData("a/b c")]
    [InlineData("https://huggingface.co/a/b")]
    [InlineData("a\\b/c")]
    public void Invalid_names_are_refused(string text)
    {
        Assert.False(ModelReference.TryParse(text, out _));
        Assert.Throws<HubException>(() => ModelReference.Parse(text));
    }

    [Fact]
    public void No_file_name_leaves_its_folder()
    {
        string[] parts =
        [
            "..", ".", "", "a", "C:", "con", "NUL.txt", "b ", "c.", "~", "\\", "x\0", "..\\..", "d:e", "%2e%2e"
        ];
        var folder = Path.GetFullPath("/folder/of/the/model");
        Gen.Int[0, parts.Length - 1].Array[1, 6].Select(chosen => string.Join('/', chosen.Select(at => parts[at])))
            .Sample(path =>
        {
            if (!RepositoryPath.IsContained(path))
                return !RepositoryPath.IsPortable(path);
            var full = Path.GetFullPath(Path.Combine([folder, .. path.Split('/')]));
            return full.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("onnx/text_model.onnx_data_1")]
    [InlineData("1_Pooling/config.json")]
    [InlineData("onnx__MatMul_123")]
    [InlineData("モデル.onnx")]
    [InlineData("console.json")]
    [InlineData("a b.json")]
    public void Usual_names_are_accepted(string path) => Assert.True(RepositoryPath.IsPortable(path));

    [Fact]
    public void Short_names_of_the_table_are_unique_and_resolve_to_repositories()
    {
        Assert.Equal(
            KnownModels.All.Count,
            KnownModels.All.Select(model => model.ShortName.ToUpperInvariant()).Distinct().Count());
        foreach (var model in KnownModels.All.Where(model => model.Repository is not null))
        {
            Assert.Equal(model.Repository, KnownModels.Resolve(model.ShortName)?.Repository);
            Assert.Equal("v2", KnownModels.Resolve(model.ShortName + "@v2")?.Revision);
            Assert.False(ModelReference.TryParse(model.ShortName, out _));
        }
    }

    [Theory]
    [InlineData("jinaai/jina-clip-v2", null)]
    [InlineData("Xenova/mobileclip_s0", "other")]
    [InlineData("immich-app/nllb-clip-large-siglip", null)]
    [InlineData("someone/else", "cc-by-nc-4.0")]
    [InlineData("someone/else", "apple-amlr")]
    public void Restrictive_licenses_are_marked(string repository, string? stated) =>
        Assert.NotNull(License.Of(ModelReference.Parse(repository), stated).Restriction);

    [Theory]
    [InlineData("someone/else", "mit")]
    [InlineData("someone/else", "apache-2.0")]
    [InlineData("someone/else", null)]
    [InlineData("jinaai/jina-clip-v1", null)]
    public void Other_licenses_are_not_marked(string repository, string? stated) =>
        Assert.Null(License.Of(ModelReference.Parse(repository), stated).Restriction);
}
