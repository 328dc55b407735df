using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Clip.Metadata;
using Clip.Tests.Images;

namespace Clip.Tests.Metadata;

/// <summary>Metadata of any file is read quickly and without an error, and no other file is opened.</summary>
public sealed class HostileMetadataTests
{
    /// <summary>The maximum time for the worst file, on a busy machine.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_hostile_corpus_is_read_without_an_error()
    {
        ConcurrentBag<string> slow = [];
        var count = 0;
        Parallel.ForEach(
            HostileCorpus.Damaged().Concat(HostileHeaders.All()).Concat(
                HostileCorpus.Noise()).Concat(HostileBombs.All()),
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Stop },
            file =>
            {
                var clock = Stopwatch.StartNew();
                _ = MetadataReader.Read(file.Data, file.Data.Length);
                _ = MetadataReader.Read(file.Data.AsSpan(0, file.Data.Length / 2), file.Data.Length);
                Interlocked.Increment(ref count);
                if (clock.Elapsed > LongestWait)
                    slow.Add($"{file.Name}: {clock.Elapsed}");
            });

        Assert.Empty(slow);
        Assert.InRange(count, 2_000, int.MaxValue);
    }

    [Fact]
    public async Task XMP_opens_no_connection_and_no_other_file()
    {
        await using var canary = new Canary();
        foreach (var target in new[] { canary.File, new Uri(canary.File).AbsoluteUri, canary.Url })
        {
            string[] documents =
            [
                $"<!DOCTYPE a SYSTEM \"{target}\"><a/>",
                $"<!DOCTYPE a [<!ENTITY b SYSTEM \"{target}\">]><a>&b;</a>",
                $"<!DOCTYPE a [<!ENTITY % b SYSTEM \"{target}\"> %b;]><a/>",
                $"<?xml-stylesheet href=\"{target}\"?><a xmlns:xi=\"http://www.w3.org/2001/XInclude\">"
                    + $"<xi:include href=\"{target}\" parse=\"text\"/></a>",
            ];
            foreach (var document in documents)
            {
                var found = new MetadataFindings();
                XmpReader.Read(Encoding.UTF8.GetBytes(document), found);
                Assert.Empty(found.Texts().All);
            }
        }
        await canary.AssertUntouchedAsync(Stop);
    }

    [Fact]
    public void A_file_whose_items_all_point_at_one_large_block_is_read_quickly()
    {
        // Hundreds of fields that all name the same two megabytes of XMP, and as many of IPTC.
        var xmp = Encoding.ASCII.GetBytes(
            "<a>" + string.Concat(Enumerable.Repeat("<b/>", (XmpReader.MaxBytes / 4) - 3)) + "</a>");
        var block = new List<byte>([.. "II*\0"u8, 8, 0, 0, 0, 0, 2]);
        for (var field = 0; field < 512; field++)
            block.AddRange(
                [
                    .. field % 2 == 0 ? [0xBC, 0x02] : (byte[])[0xBB, 0x83],
                    1,
                    0,
                    .. BitConverter.GetBytes(xmp.Length),
                    .. BitConverter.GetBytes(10 + (512 * 12))]);
        var clock = Stopwatch.StartNew();

        var embedded = MetadataReader.Read([.. block, .. xmp], block.Count + xmp.Length);

        Assert.Empty(embedded.Texts.All);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, LongestWait);
    }
}
