using System.Collections.Concurrent;
using System.Diagnostics;
using Clip.Images;

namespace Clip.Tests.Images;

/// <summary>Whatever a file holds, it ends as a picture or as one clear error, soon, and nothing else is touched.</summary>
public sealed class HostilePictureTests(ITestOutputHelper output)
{
    /// <summary>What the worst file may take, on a machine that does much else at the same time.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Damaged_pictures_and_lying_headers_end_as_a_picture_or_an_error()
    {
        var count = Feed(HostileCorpus.Damaged().Concat(HostileHeaders.All()).Concat(HostileCorpus.Noise()));
        Assert.InRange(count, 2_000, int.MaxValue);
    }

    [Fact]
    public void Bombs_end_as_a_picture_or_an_error() => Feed(HostileBombs.All());

    [Fact]
    public async Task What_refers_to_other_files_and_hosts_is_refused_and_followed_nowhere()
    {
        await using var canary = new Canary();
        foreach (var (name, data) in new HostileDocuments(canary.File, canary.Url).All())
        {
            var error = Assert.Throws<PictureException>(() => Decode(name, data, DecodeMode.Exact));
            Assert.StartsWith("is not a picture but ", error.Problem);
        }

        // Behind a whole picture, a drawing is ignored.
        foreach (var (name, data) in HostileSamples.All.Where(sample => !sample.Key.EndsWith(".jxl", StringComparison.Ordinal)))
            Decode(name, [.. data, .. new HostileDocuments(canary.File, canary.Url).All().First().Data], DecodeMode.Exact);
        await canary.AssertUntouchedAsync(Stop);
    }

    /// <returns>How many files there were.</returns>
    private int Feed(IEnumerable<(string Name, byte[] Data)> files)
    {
        var (count, pictures) = (0, 0);
        ConcurrentBag<string> wrong = [];
        ConcurrentBag<(TimeSpan Time, string Name)> times = [];
        Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Stop }, file =>
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
                if (error.Subject != file.Name || error.Message.AsSpan().ContainsAny('\n', '\r') || string.IsNullOrEmpty(error.Remedy))
                    wrong.Add(error.Message);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                wrong.Add($"{file.Name}: {error}");
            }

            times.Add((Stopwatch.GetElapsedTime(started), file.Name));
        });

        var slowest = times.OrderDescending().Take(12).ToList();
        output.WriteLine($"{count} files, {pictures} of them pictures; slowest: {string.Join(", ", slowest.Select(file => $"{file.Name} {file.Time.TotalSeconds:0.00} s"))}");
        Assert.Empty(wrong);
        Assert.All(slowest, file => Assert.True(file.Time < LongestWait, $"{file.Name} took {file.Time}"));
        return count;
    }

    private static void Decode(string name, byte[] data, DecodeMode mode)
    {
        var preprocessor = Preprocessing.With(Preprocessing.Clip224);
        using var picture = preprocessor.Decode(data, name, mode, Stop);
        Assert.InRange((long)picture.Width * picture.Height, 1, PictureLimits.Default.MaxPixels);
        Assert.Equal(3 * 224 * 224, preprocessor.Pixels(picture).Length);
    }
}
