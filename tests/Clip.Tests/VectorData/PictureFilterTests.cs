using System.Linq.Expressions;
using Clip.VectorData.Pictures;

namespace Clip.Tests.VectorData;

/// <summary>Filters of pictures as an index applies them.</summary>
public sealed class PictureFilterTests
{
    private static readonly DateTime Day = new(2024, 5, 6);

    [Fact]
    public void Dates_are_bounds()
    {
        var captured = Day.AddHours(1);

        var within = Of(hit => hit.File!.Metadata!.Captured >= Day && hit.File.Metadata.Captured < captured);
        var outside = Of(hit => Day < hit.File!.Metadata!.Captured && hit.File.Metadata.Captured!.Value <= captured);
        var at = Of(hit => hit.File!.Metadata!.Captured == new DateTime(2024, 5, 6));

        Assert.Equal((Day, captured), (within.CapturedFrom, within.CapturedBefore));
        Assert.Equal((Day.AddTicks(1), captured.AddTicks(1)), (outside.CapturedFrom, outside.CapturedBefore));
        Assert.Equal((Day, Day.AddTicks(1)), (at.CapturedFrom, at.CapturedBefore));
        Assert.Equal(Day, Of(hit => hit.File!.Metadata!.Captured >= Day && hit.File.Metadata.Captured
            >= Day.AddDays(-1)).CapturedFrom);
    }

    [Fact]
    public void Sizes_are_lower_bounds()
    {
        var filter = Of(hit => hit.File!.Width >= 800 && 600 < hit.File.Height && hit.File.Width > 799);

        Assert.Equal((800, 601), (filter.MinWidth, filter.MinHeight));
    }

    [Fact]
    public void Paths_are_folders_and_globs()
    {
        string[] kinds = ["*.png", "*.jpg"];

        var filter = Of(hit => hit.Path.StartsWith("a/b/") && (hit.Path.EndsWith(".jpg") || hit.PathMatches(kinds[0]))
            && !hit.PathMatches("*draft*"));

        Assert.Equal("a/b", filter.Folder);
        Assert.Equal(["*.jpg", "*.png", "!*draft*"], filter.Globs);
        Assert.Equal(["2024/**"], Of(hit => hit.PathMatches("2024/**")).Globs);
        Assert.True(Of(hit => true).IsEmpty);
    }

    [Fact]
    public void Cameras_and_places()
    {
        var circle = new GeoCircle(new GeoPoint(48, 11), 5);

        var filter = Of(hit =>
            (hit.File!.Metadata!.Camera!.Contains("nikon") || hit.File.Metadata.Camera.Contains("Sony"))
            && circle.Contains(hit.File.Metadata.Place!.Value));

        Assert.Equal(["nikon", "Sony"], filter.Cameras);
        Assert.Equal(circle, filter.Near);
    }

    [Fact]
    public void What_an_index_cannot_apply_is_refused_with_its_text()
    {
        Expression<Func<PictureHit, bool>>[] filters =
        [
            hit => hit.Score > 0.5f,
            hit => hit.Caption == "a dog",
            hit => hit.File!.Width < 800,
            hit => hit.File!.Width == 800,
            hit => hit.File!.Size > 1000,
            hit => !(hit.File!.Width >= 800),
            hit => hit.File!.Width >= 800 || hit.File.Height >= 800,
            hit => hit.PathMatches("*.jpg") || hit.File!.Width >= 800,
            hit => hit.PathMatches("*.jpg") && hit.PathMatches("a*"),
            hit => hit.Path.StartsWith("a/") && hit.PathMatches("b/*"),
            hit => hit.Path.StartsWith("a/") && hit.Path.StartsWith("a/b/"),
            hit => hit.Path.StartsWith("ab"),
            hit => hit.Path.EndsWith("*g"),
            hit => hit.Path == "a.jpg",
            hit => hit.File!.Metadata!.Camera == "nikon",
            hit => hit.File!.Metadata!.Captured != Day,
            hit => hit.File == null,
            hit => false,
        ];

        foreach (var filter in filters)
            Assert.Throws<NotSupportedException>(() => PictureFilterTranslator.Translate(filter));
        var error = Assert.Throws<NotSupportedException>(() => PictureFilterTranslator.Translate(filters[0]));
        Assert.Contains("hit.Score > 0.5", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Of(hit => hit.PathMatches("[")));
    }

    private static PictureFilter Of(Expression<Func<PictureHit, bool>> filter) =>
        PictureFilterTranslator.Translate(filter);
}
