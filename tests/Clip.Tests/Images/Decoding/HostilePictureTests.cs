using System.Collections.Concurrent;
using System.Diagnostics;

namespace Clip.Tests.Images;

/// <summary>
/// Whatever a file contains, decoding soon gives a picture or one clear error, and touches nothing else.
/// </summary>
public sealed class HostilePictureTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The maximum time for the worst file, on a busy machine.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    [Fact]
    public void Damaged_pictures_and_false_headers_give_a_picture_or_an_error()
    {
        var count = Feed(HostileCorpus.Damaged().Concat(HostileHeaders.All()).Concat(HostileCorpus.Noise()));
        Assert.InRange(count, 2_000, int.MaxValue);
    }

    [Fact]
    public void Bombs_give_a_picture_or_an_error() => Feed(HostileBombs.All());

    [Fact]
    public async Task What_refers_to_other_files_and_hosts_is_refused_and_followed_nowhere()
    {
        await using var canary = new Canary();
        foreach (var (name, data) in new HostileDocuments(canary.File, canary.Url).All())
        {
            var error = Assert.Throws<PictureException>(() => Decode(name, data, DecodeMode.Exact));
            Assert.StartsWith("is not a picture but ", error.Problem);
        }

        // A drawing after a whole picture is ignored.
        var samples = HostileSamples.All.Where(static sample => !sample.Key.EndsWith(".jxl", StringComparison.Ordinal));
        foreach (var (name, data) in samples)
            Decode(
                name, [.. data, .. new HostileDocuments(canary.File, canary.Url).All().First().Data], DecodeMode.Exact);
        await canary.AssertUntouchedAsync(Token);
    }

    /// <returns>The number of files.</returns>
    private int Feed(IEnumerable<(string Name, byte[] Data)> files)
    {
        var (count, pictures) = (0, 0);
        ConcurrentBag<string> wrong = [];
        ConcurrentBag<(TimeSpan Time, string Name)> times = [];
        Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Token }, file =>
        {
            var mode = Interlocked.Increment(ref count) % 2 == 0 ? DecodeMode.Exact : DecodeMode.Fast;
            var started = Stopwatch.GetTimestamp();
            try
            {
                Decode(file.Name, file.Data, mode);
                Interlocked.Increment(ref pictures);
            }
            catch (PictureException error)
            {
                if (error.Subject != file.Name
                    || error.Message.AsSpan().ContainsAny('\n', '\r')
                    || string.IsNullOrEmpty(error.Remedy))
                    wrong.Add(error.Message);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                wrong.Add($"{file.Name}: {error}");
            }

            times.Add((Stopwatch.GetElapsedTime(started), file.Name));
        });

        var slowest = times.OrderDescending().Take(12).ToList();
        var slow = slowest.Select(static file => $"{file.Name} {file.Time.TotalSeconds:0.00} s");
        output.WriteLine($"{count} files, {pictures} of them pictures; slowest: {string.Join(", ", slow)}");
        Assert.Empty(wrong);
        Assert.All(slowest, file => Assert.True(file.Time < LongestWait, $"{file.Name} took {file.Time}"));
        return count;
    }

    private static void Decode(string name, byte[] data, DecodeMode mode)
    {
        var preprocessor = Preprocessors.With(Preprocessors.Clip224);
        using var picture = preprocessor.Decode(data, name, mode, Token);
        Assert.InRange((long)picture.Width * picture.Height, 1, PictureLimits.Default.MaxPixels);
        Assert.Equal(3 * 224 * 224, preprocessor.Pixels(picture).Length);
    }
}
