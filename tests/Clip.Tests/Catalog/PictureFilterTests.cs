using Clip.Metadata;
using CsCheck;

namespace Clip.Tests.Catalog;

/// <summary>A filter is applied before the search and is exact.</summary>
public sealed class PictureFilterTests
{
    private static readonly string?[] Cameras = [null, "NIKON D750", "Canon EOS R5", "NIKON Z 6", "Größe X"];

    private static readonly Gen<PictureMetadata> GenMetadata = Gen.Select(
        Gen.OneOf(
            Gen.Const((DateTime?)null),
            Gen.Int[0, 2000].Select(hours => (DateTime?)new DateTime(2024, 1, 1).AddHours(hours))),
        Gen.Int[0, Cameras.Length - 1],
        Gen.OneOf(Gen.Const((GeoPoint?)null), GenPoint().Select(point => (GeoPoint?)point)),
        (captured, camera, place) =>
            new PictureMetadata { Captured = captured, Camera = Cameras[camera], Place = place });

    private static readonly Gen<PictureFilter> GenFilter = Gen.Select(
        Maybe(Gen.Int[0, 2000].Select(hours => new DateTime(2024, 1, 1).AddHours(hours))),
        Maybe(Gen.Int[0, 2000].Select(hours => new DateTime(2024, 1, 1).AddHours(hours))),
        OneOf<string[]>([], ["nikon"], ["EOS"], ["z", "nikon"], ["größe"], ["x 9", "none"]),
        Maybe(Gen.Select(
            GenPoint(), Gen.OneOf(Gen.Double[0, 200], Gen.Double[0, 21_000]),
            (center, kilometers) => new GeoCircle(center, kilometers))),
        OneOf((0, 0), (645, 0), (0, 481), (650, 480)),
        OneOf<string[]>([], ["a"], ["*1.jpg"], ["!b"], ["a/**", "!*2.jpg"], ["!a", "*3.jpg"], ["A/?.JPG", "b"], ["/c"]),
        (from, before, cameras, near, size, globs) => new PictureFilter
        {
            CapturedFrom = from,
            CapturedBefore = before,
            Cameras = cameras,
            Near = near,
            MinWidth = size.Item1,
            MinHeight = size.Item2,
            Globs = globs,
        });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_best_of_the_matching_pictures_are_found_and_no_others()
    {
        using var folder = new IndexFolder();
        var pictures = new Dictionary<string, PictureMetadata>();
        using (var index = folder.Write())
        {
            for (var content = 0; content < 60; content++)
            {
                var metadata = GenMetadata.Single();
                // Some pictures are in two folders; a glob may match one of the paths and not the other.
                string[] paths = content % 4 == 0
                    ? [$"a/{content}.jpg", $"b/{content}.jpg"]
                    : [$"{"abc"[content % 3]}/{content}.jpg"];
                foreach (var path in paths)
                {
                    var entry = index.AddPicture(IndexFolder.File(path, content), IndexFolder.Vector(content));
                    if (content % 7 != 0)
                        index.Describe(entry, new EmbeddedMetadata(metadata, null, PictureTexts.None, true));
                    pictures.Add(path, content % 7 != 0 ? metadata : PictureMetadata.None);
                }
            }
            index.Commit();
        }

        using var reader = folder.Read();
        var files = reader.Files().ToDictionary(file => file.Path);
        Gen.Select(GenFilter, Gen.Int[0, 59], Gen.Int[1, 30]).Sample(
            (filter, query, topK) =>
            {
                var vector = IndexFolder.Vector(query);
                var all = reader.SearchPictures(vector, int.MaxValue, cancellationToken: Stop);
                var expected = all
                    .Where(hit => Fits(filter, files[hit.Path], pictures[hit.Path]))
                    .Take(topK)
                    .Select(hit => hit.Path);
                var found = reader.SearchPictures(vector, topK, filter: filter, cancellationToken: Stop);
                Assert.Equal(expected, found.Select(hit => hit.Path));
                Assert.Equal(Enumerable.Range(1, found.Count), found.Select(hit => hit.Rank));
            },
            iter: 2_000);
    }

    [Fact]
    public void A_filter_is_applied_to_each_commit_and_to_several_queries()
    {
        using var folder = IndexFolder.WithPictures(3);
        var filter = new PictureFilter { Cameras = ["nikon"] };
        using var reader = folder.Read();
        Assert.Empty(reader.SearchPictures(IndexFolder.Vector(0), 5, filter: filter, cancellationToken: Stop));

        using (var writer = folder.Write())
        {
            var metadata = new PictureMetadata { Camera = "NIKON" };
            writer.Describe(
                writer.FindFile("1.jpg")!.Entry, new EmbeddedMetadata(metadata, null, PictureTexts.None, true));
            writer.Commit();
        }

        float[] queries = [.. IndexFolder.Vector(0), .. IndexFolder.Vector(1)];
        var answers = reader.SearchPicturesBatch(queries, 5, filter: filter, cancellationToken: Stop);
        Assert.Equal(2, answers.Count);
        Assert.All(answers, hits => Assert.Equal("1.jpg", hits.Single().Path));
    }

    [Fact]
    public void The_metadata_of_a_picture_are_removed_with_it()
    {
        using var folder = IndexFolder.WithPictures(2);
        using var writer = folder.Write();
        var metadata = new PictureMetadata
        {
            Captured = new DateTime(2024, 2, 29, 1, 2, 3),
            UtcOffset = TimeSpan.FromMinutes(-570),
            Camera = "X",
            Place = new GeoPoint(-90, 180),
        };
        var texts = new PictureTexts([], [], ["a", "b"]);
        writer.Describe(writer.FindFile("1.jpg")!.Entry, new EmbeddedMetadata(metadata, null, texts, true));
        writer.Commit();

        Assert.Equal(metadata, writer.FindFile("1.jpg")!.Metadata);
        Assert.Null(writer.FindFile("0.jpg")!.Metadata);
        using var reader = folder.Read();
        Assert.Equal((1, 1, 1), reader.CountMetadata());
        writer.RemoveFile("1.jpg");
        writer.Commit();
        Assert.Equal((0, 0, 1), reader.CountMetadata());
    }

    [Theory]
    [InlineData(0, 0, 0, 180, 20015.1)]
    [InlineData(47.3769, 8.5417, 46.948, 7.4474, 95.5)] // Zürich and Bern
    [InlineData(90, 0, -90, 77, 20015.1)]
    [InlineData(0, 179.5, 0, -179.5, 111.2)] // across the date line
    [InlineData(12, 34, 12, 34, 0)]
    public void Distances_are_along_the_globe(
        double latitude, double longitude, double otherLatitude, double otherLongitude, double kilometers)
    {
        var (here, there) = (new GeoPoint(latitude, longitude), new GeoPoint(otherLatitude, otherLongitude));

        Assert.Equal(kilometers, here.KilometersTo(there), 0.1);
        Assert.Equal(here.KilometersTo(there), there.KilometersTo(here), 1e-9);
    }

    [Fact]
    public void Wrong_conditions_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new GeoPoint(90.1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GeoPoint(0, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GeoCircle(default, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PictureFilter { MinWidth = -1 });
        Assert.Throws<ArgumentException>(() => new PictureFilter { Globs = ["!"] });
        Assert.True(new PictureFilter().IsEmpty);
    }

    private static bool Fits(PictureFilter filter, FileRecord file, PictureMetadata metadata) =>
        (filter.CapturedFrom is null || metadata.Captured >= filter.CapturedFrom)
        && (filter.CapturedBefore is null || metadata.Captured < filter.CapturedBefore)
        && (filter.Cameras.Count == 0
            || filter.Cameras.Any(text => metadata.Camera?.Contains(text, StringComparison.OrdinalIgnoreCase) == true))
        && (filter.Near is not { } circle
            || (metadata.Place is { } place && circle.Center.KilometersTo(place) <= circle.Kilometers))
        && file.Width >= filter.MinWidth && file.Height >= filter.MinHeight
        && FitsGlobs(filter.Globs, file.Path);

    /// <summary>The globs of <see cref="GenFilter"/>, said in words.</summary>
    private static bool FitsGlobs(IReadOnlyList<string> globs, string path) => string.Join(' ', globs) switch
    {
        "" => true,
        "a" => path[0] == 'a',
        "*1.jpg" => path.EndsWith("1.jpg", StringComparison.Ordinal),
        "!b" => path[0] != 'b',
        "a/** !*2.jpg" => path[0] == 'a' && !path.EndsWith("2.jpg", StringComparison.Ordinal),
        "!a *3.jpg" => path.EndsWith("3.jpg", StringComparison.Ordinal),
        "A/?.JPG b" => path[0] == 'b' || (path[0] == 'a' && path.Length == "a/1.jpg".Length),
        "/c" => path[0] == 'c',
        _ => throw new ArgumentException("globs without words"),
    };

    private static Gen<GeoPoint> GenPoint() => Gen.Select(
        Gen.OneOf(Gen.Double[-90, 90], Gen.Double[46, 48]), Gen.OneOf(Gen.Double[-180, 180], Gen.Double[7, 9]),
        (latitude, longitude) => new GeoPoint(latitude, longitude))
        .Where(point => point != new GeoPoint(0, 0)); // which stands for none, where files say it

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<T?> Maybe<T>(Gen<T> gen) where T : struct =>
        Gen.OneOf(Gen.Const((T?)null), gen.Select(value => (T?)value));
}
