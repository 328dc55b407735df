using Clip.Cli.Remedies;

namespace Clip.Tests.Cli.Remedies;

public sealed class IndexRemediesTests
{
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "my pictures");
    private static readonly string Index = Path.Combine(Folder, ".clip");

    [Theory]
    [InlineData("clip-vit-b-32", null, null, "use --model clip-vit-b-32, or")]
    [InlineData("OWNER/NAME", "text=q4,image=fp16", null, "use --model OWNER/NAME --variant text=q4,image=fp16, or")]
    [InlineData("jina-clip-v2", null, 256, "use --model jina-clip-v2 --dimensions 256, or")]
    [InlineData("other", "fp16", null, "use --model other --variant fp16, or")]
    [InlineData("other", null, null, "leave out the options of the model; if its files have changed since, encode")]
    public void The_model_of_an_index_is_named_as_it_was_asked_for(
        string stored, string? variant, int? dimensions, string expected)
    {
        var error = IndexException.OtherModel(
            Index, stored, variant, dimensions, null, "other", "has another model");

        Assert.Contains(expected, ErrorText.Of(error));
    }

    [Fact]
    public void The_precision_of_an_index_is_part_of_how_its_model_was_asked_for()
    {
        var error = IndexException.OtherModel(Index, "other", null, null, "int8", "other", "has another model");

        Assert.Contains("use --model other --precision int8, or", ErrorText.Of(error));
    }

    [Fact]
    public void Commands_name_the_index_that_they_are_about_and_are_quoted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The quotes are those of POSIX shells.");
        var elsewhere = Path.Combine(Path.GetTempPath(), "$index");

        Assert.EndsWith(
            $"run clipsearch index --in '{Folder}' first", ErrorText.Of(IndexException.Missing(Index, Folder)));
        Assert.EndsWith(
            $"run clipsearch index --in '{Folder}' --index-dir '{elsewhere}' first",
            ErrorText.Of(IndexException.Missing(elsewhere, Folder)));
        Assert.EndsWith(
            $"rebuild it with: clipsearch index --repair --in '{Folder}'",
            ErrorText.Of(IndexException.VectorsUnusable(Path.Combine(Index, "vectors"), "is missing")));
        Assert.EndsWith(
            $"rebuild it with: clipsearch index --repair --in FOLDER --index-dir '{elsewhere}'",
            ErrorText.Of(IndexException.VectorsUnusable(Path.Combine(elsewhere, "vectors"), "is missing")));
        var opened = IndexException.VectorsUnusable(Path.Combine(elsewhere, "vectors"), "is missing");
        opened.Locate(Folder, elsewhere);
        Assert.EndsWith(
            $"rebuild it with: clipsearch index --repair --in '{Folder}' --index-dir '{elsewhere}'",
            ErrorText.Of(opened));
        Assert.EndsWith(
            $"clipsearch index --rebuild --in '{Folder}'",
            ErrorText.Of(IndexException.Damaged(Path.Combine(Index, "catalog.db"), "a text is missing")));
        Assert.Contains(
            $"use --in '{Folder}'", ErrorText.Of(IndexException.OtherFolder(elsewhere, Folder, "/other")));
    }
}
