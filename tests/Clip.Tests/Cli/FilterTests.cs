namespace Clip.Tests.Cli;

/// <summary>The options that select which pictures a search covers.</summary>
public sealed class FilterTests(FilterTests.Album album) : IClassFixture<FilterTests.Album>
{
    [Theory]
    [InlineData("boats.jpg trees/andes.jpg", "--after", "2021")]
    [InlineData("tree.webp", "--before", "2021")]
    [InlineData("boats.jpg", "--after", "2021-07-04", "--before", "2021-07-05")]
    [InlineData("boats.jpg trees/andes.jpg", "--after", "2021-07-04T18:30:05")] // itself included
    [InlineData("trees/andes.jpg", "--after", "2021-07-04T18:30:06")]
    [InlineData("", "--before", "2021-07-04T18:30:05", "--after", "2021")] // itself left out
    [InlineData("boats.jpg", "--camera", "nikon")]
    [InlineData("trees/andes.jpg", "--camera", "EOS 5d")]
    [InlineData("boats.jpg trees/andes.jpg", "--camera", "EOS 5d", "--camera", "nikon", "--camera", "none")]
    [InlineData("", "--after", "yesterday")]
    [InlineData("boats.jpg", "--near", "47.37,8.54")]
    [InlineData("", "--near", "47.37,8.54,0.1")]
    [InlineData("trees/andes.jpg", "--near", "-33.9,-70.6,20")]
    [InlineData("boats.jpg trees/andes.jpg", "--near=-0.5,8,20038")]
    [InlineData("boats.jpg plain.png tree.webp trees/andes.jpg", "--min-size", "96x64")]
    [InlineData("", "--min-size", "97x64")]
    [InlineData("tree.webp", "-g", "*.webp")]
    [InlineData("plain.png tree.webp", "--glob", "!*.jpg")]
    [InlineData("trees/andes.jpg", "--glob", "trees")]
    [InlineData("boats.jpg", "--glob", "*.jpg", "--glob", "!trees/**")]
    [InlineData(
        "boats.jpg", "--glob", "*.jpg", "--camera", "NIKON", "--after", "2020", "--near", "47,8,100", "--min-size",
        "1x1")]
    public async Task A_search_is_about_the_pictures_that_the_options_ask_for(string paths, params string[] options)
    {
        var expected = paths.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        string[] search = ["search", "a boat", "--in", album.Path, "--no-index", "--json", .. options];
        var answer = (await ClipSearch.RunAsync(search)).Ended(expected.Length > 0 ? 0 : 1);

        Assert.Equal(
            expected,
            answer.Paths.Select(path => Path.GetRelativePath(album.Path, path).Replace('\\', '/'))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Similar_pictures_are_chosen_the_same_way()
    {
        var boats = Path.Combine(album.Path, "boats.jpg");

        var answer = (await ClipSearch.RunAsync("similar", boats, "--in", album.Path, "--after", "2021", "--json"))
            .Ended(0);

        Assert.EndsWith("andes.jpg", Assert.Single(answer.Paths));
        Assert.Equal(1, answer.Json[0].GetProperty("rank").GetInt32());
        (await ClipSearch.RunAsync("similar", boats, "--in", album.Path, "--camera", "nikon")).Ended(1)
            .HasOneErrorLine("nothing found among the pictures that the options ask for");
    }

    [Fact]
    public async Task Probabilities_are_among_the_pictures_that_are_searched()
    {
        var answer = (await ClipSearch.RunAsync(
            "search", "a boat", "--in", album.Path, "--glob", "*.jpg", "--score", "probability",
            "--json")).Ended(0);

        Assert.Equal(1, answer.Json.Sum(line => line.GetProperty("score").GetDouble()), 1e-5);
    }

    [Fact]
    public async Task A_json_line_has_the_metadata_of_a_picture()
    {
        var lines = (await ClipSearch.RunAsync("search", "a boat", "--in", album.Path, "--json")).Ended(0).Json
            .ToDictionary(line => Path.GetFileName(line.GetProperty("path").GetString()!));

        var boats = lines["boats.jpg"];
        Assert.Equal("2021-07-04T18:30:05+02:00", boats.GetProperty("captured").GetString());
        Assert.Equal("NIKON D750", boats.GetProperty("camera").GetString());
        Assert.Equal(47.375, boats.GetProperty("latitude").GetDouble(), 1e-9);
        Assert.Equal(8 + (32 / 60.0), boats.GetProperty("longitude").GetDouble(), 1e-9);
        Assert.Equal((96, 64), (boats.GetProperty("width").GetInt32(), boats.GetProperty("height").GetInt32()));
        Assert.Equal("2023-01-31T07:00:00", lines["andes.jpg"].GetProperty("captured").GetString());
        Assert.False(lines["plain.png"].TryGetProperty("captured", out _));
        Assert.False(lines["tree.webp"].TryGetProperty("camera", out _));
        var status = (await ClipSearch.RunAsync("status", "--in", album.Path, "--json")).Ended(0).Json.Single();
        Assert.Equal((3, 2), (status.GetProperty("dated").GetInt32(), status.GetProperty("placed").GetInt32()));
    }

    [Theory]
    [InlineData("--after", "soon")]
    [InlineData("--before", "2024-13")]
    [InlineData("--before", "03.05.2024")]
    [InlineData("--before", "7x")]
    [InlineData("--after", "last")]
    [InlineData("--near", "47.37")]
    [InlineData("--near", "91,8")]
    [InlineData("--near", "8,181,10")]
    [InlineData("--near", "47,8,-1")]
    [InlineData("--near", "47,8,far")]
    [InlineData("--near", "0,0,nan")]
    [InlineData("--near", "nan,0")]
    [InlineData("--near", "0,0,1e999")]
    [InlineData("--min-size", "96")]
    [InlineData("--min-size", "-1x5")]
    [InlineData("--glob", "!")]
    public async Task A_wrong_value_is_named_with_what_to_write(string option, string value) =>
        (await ClipSearch.RunAsync("search", "a boat", "--in", album.Path, option, value))
            .IsError(option, value, option == "--near" && value[0] is '9' or '8' ? "globe" : "write");

    [Fact]
    public async Task Dates_that_nothing_lies_between_are_refused() =>
        (await ClipSearch.RunAsync("search", "a boat", "--in", album.Path, "--after", "2024", "--before", "2023"))
            .IsError("--before 2023", "swap");

    /// <summary>Four pictures of which something is known, and their index.</summary>
    public sealed class Album : IAsyncLifetime
    {
        private readonly TestFolder _folder = new();

        public string Path => _folder.Path;

        public async ValueTask InitializeAsync()
        {
            TestFolder.Copy(
                System.IO.Path.Combine(
                    Repository.Root, "tests", "Clip.Tests", "Goldens", "metadata", "format-1", "pictures"),
                Path);
            Directory.Move(_folder.At("trips"), _folder.At("trees"));
            (await ClipSearch.RunAsync("index", Path)).Ended(0);
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
