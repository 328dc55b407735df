using Clip.Catalog.Maintenance;
using Clip.Catalog.Reading;
using Clip.Catalog.Storage;
using Clip.Catalog.Writing;
using Clip.Vectors;
using CsCheck;
using Microsoft.Data.Sqlite;

namespace Clip.Tests.Catalog;

/// <summary>Compaction drops the vectors that nothing refers to, and changes no answer.</summary>
public sealed class IndexCompactionTests
{
    private const int RowBytes = 32 * sizeof(float);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Dead_vectors_are_dropped_and_the_others_keep_their_bits_and_their_order()
    {
        using var folder = WithDeadRows();
        using var index = folder.Write();
        var rows = File.ReadAllBytes(folder.Vectors)[VectorFileHeader.Size..].Chunk(RowBytes).ToList();
        var live = index.Files().Select(file => file.Entry).Concat(Captions(index)).Distinct().Order().ToList();
        var dead = rows.Count - live.Count;
        Assert.Equal((dead, dead * RowBytes), (index.DeadCount, index.DeadBytes));

        Assert.Equal(dead, IndexCompaction.Run(index, cancellationToken: Stop));

        var after = Assert.Single(VectorFiles(folder));
        Assert.Equal("vectors-2.f32", Path.GetFileName(after));
        Assert.Equal(live.SelectMany(row => rows[(int)row]), File.ReadAllBytes(after)[VectorFileHeader.Size..]);
        Assert.Equal((0, 0L, false), (index.DeadCount, index.DeadBytes, index.IsWorthCompacting));
        Assert.True(IndexFolder.Verify(index).IsHealthy);
        // There is nothing more to drop, so nothing is written.
        Assert.Equal(0, IndexCompaction.Run(index, cancellationToken: Stop));
        Assert.Equal(after, Assert.Single(VectorFiles(folder)));
    }

    [Fact]
    public void Answers_and_the_order_of_ties_do_not_change() =>
        (from contents in Gen.Int[0, 60].Array[0, 80]
         from removed in Gen.Int[0, 60].Array[0, 60]
         from later in Gen.Int[61, 90].Array[0, 10]
         select (contents, removed, later)).Sample(step =>
         {
             using var folder = new IndexFolder();
             using var index = folder.Write();
             using var reader = folder.Read();
             foreach (var content in step.contents)
                 Add(index, content);
             foreach (var content in step.removed)
                 index.RemoveFile($"{content}.jpg");
             index.Commit();
             var before = Answers(reader);

             IndexCompaction.Run(index, cancellationToken: Stop);

             Assert.Equal(before, Answers(reader));
             // The index is as good as new: it can be added to, and compacted again.
             foreach (var content in step.later)
             {
                 Add(index, content);
                 index.RemoveFile($"{content - 61}.jpg");
             }
             index.Commit();
             before = Answers(reader);
             IndexCompaction.Run(index, cancellationToken: Stop);
             Assert.Equal(before, Answers(reader));
             Assert.True(IndexFolder.Verify(index).IsHealthy);
         }, iter: 60);

    [Fact]
    public void A_damaged_vector_is_still_found_damaged_after_compaction()
    {
        using var folder = WithDeadRows();
        long entry;
        using (var reader = folder.Read())
            entry = reader.FindFile("8.jpg")!.Entry;
        using (var file = File.OpenWrite(folder.Vectors))
        {
            file.Position = VectorFileHeader.Size + entry * RowBytes + 3;
            file.WriteByte(0x77);
        }
        using var index = folder.Write();

        IndexCompaction.Run(index, cancellationToken: Stop);

        Assert.Equal(["8.jpg", "copy.jpg"], Assert.Single(IndexFolder.Verify(index).Damaged).Paths);
    }

    [Fact]
    public void A_catalog_whose_counts_are_wrong_is_not_compacted()
    {
        using var folder = WithDeadRows();
        using (var connection = new SqliteConnection($"Data Source={folder.Catalog};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM picture WHERE entry = (SELECT entry FROM file WHERE path = '8.jpg')";
            command.ExecuteNonQuery();
        }
        using var index = folder.Write();

        var refused = Assert.Throws<IndexException>(() => IndexCompaction.Run(index, cancellationToken: Stop));
        Assert.Contains("pictures, where", refused.Problem);
        Assert.Equal(folder.Vectors, Assert.Single(VectorFiles(folder)));
    }

    [Fact]
    public void A_writer_deletes_vector_files_that_the_catalog_does_not_name()
    {
        using var folder = IndexFolder.WithPictures(2);
        string[] leftOver = ["vectors-2.f32", "vectors-2.i8", "vectors-17.i8"];
        string[] strange = ["vectors-a.f32", "vectors-3.f32.bak", "vectors-.f32", "myvectors-3.f32"];
        foreach (var name in leftOver.Concat(strange))
            File.WriteAllText(Path.Combine(folder.Location.Directory, name), "x");

        folder.Read().Dispose();
        Assert.All(leftOver, name => Assert.True(File.Exists(Path.Combine(folder.Location.Directory, name))));
        using (var index = folder.Write())
            Assert.Equal(["1.jpg"], folder.Find(1));

        Assert.All(leftOver, name => Assert.False(File.Exists(Path.Combine(folder.Location.Directory, name))));
        Assert.All(strange, name => Assert.True(File.Exists(Path.Combine(folder.Location.Directory, name))));
    }

    [Fact]
    public void Copying_needs_the_same_memory_for_few_vectors_and_for_many()
    {
        using var folder = new IndexFolder();
        Assert.Equal(Allocated(200), Allocated(200_000), 20_000.0);

        double Allocated(int count)
        {
            var header = new VectorFileHeader(IndexFolder.Dimensions, Guid.NewGuid());
            using var source = VectorFile.Create(Path.Combine(folder.Root, $"source-{count}"), header);
            using var target = VectorFile.Create(Path.Combine(folder.Root, $"target-{count}"), header);
            var vector = IndexFolder.Vector(1);
            source.Write(count - 1, vector);
            var rows = new RowBitmap();
            for (var row = 0; row < count; row += 1 + row % 3)
                rows.Add(row);
            var before = GC.GetAllocatedBytesForCurrentThread();
            target.CopyRows(source, rows, static _ => { });
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Compaction_pays_when_a_quarter_and_at_least_some_thousands_of_vectors_are_dead()
    {
        using var folder = new IndexFolder();
        using var index = folder.Write();
        for (var content = 0; content < 4 * DeadSpace.CompactFromRows; content++)
            IndexFolder.Add(index, content);
        for (var content = 0; content < DeadSpace.CompactFromRows; content++)
        {
            Assert.False(index.IsWorthCompacting);
            index.RemoveFile($"{content}.jpg");
        }
        Assert.True(index.IsWorthCompacting);

        // One more that lives, and it is less than a quarter.
        for (var content = 1; content <= 4; content++)
            IndexFolder.Add(index, 100_000 + content);
        Assert.False(index.IsWorthCompacting);
    }

    /// <summary>Pictures and captions, a third of each dropped, and a copy of one picture.</summary>
    internal static IndexFolder WithDeadRows(int pictures = 300)
    {
        var folder = new IndexFolder();
        using var index = folder.Write();
        for (var content = 0; content < pictures; content++)
            Add(index, content);
        index.LinkFile(IndexFolder.File("copy.jpg", 8), index.FindFile("8.jpg")!.Entry);
        for (var content = 0; content < pictures; content += 3)
            index.RemoveFile($"{content}.jpg");
        index.AddCaption("alone", IndexFolder.Vector(1_000_000), standalone: true);
        index.Commit();
        return folder;
    }

    /// <summary>
    /// Pictures of few different vectors, so that most scores are equal, every fourth with a caption.
    /// </summary>
    internal static void Add(PictureIndexWriter index, int content)
    {
        index.AddPicture(IndexFolder.File($"{content}.jpg", content), IndexFolder.Vector(content % 7));
        if (content % 4 == 0)
        {
            var caption = index.AddCaption($"caption {content}", IndexFolder.Vector(content % 5));
            index.SetCaptions($"{content}.jpg", [caption]);
        }
    }

    internal static List<string> Answers(EmbeddedIndex index)
    {
        List<string> answers = [];
        foreach (var seed in (int[])[3, 99])
        {
            foreach (var topK in (int[])[1, 10, int.MaxValue])
            {
                answers.AddRange(index.SearchPictures(IndexFolder.Vector(seed), topK, cancellationToken: Stop)
                    .Select(hit => $"{hit.Rank} {hit.Path} {hit.Caption} {BitConverter.SingleToInt32Bits(hit.Score)}"));
                answers.AddRange(index.SearchCaptions(IndexFolder.Vector(seed), topK, cancellationToken: Stop)
                    .Select(hit => $"{hit.Rank} {hit.Path} {hit.Caption} {BitConverter.SingleToInt32Bits(hit.Score)}"));
            }
        }
        return answers;
    }

    internal static List<string> Answers(IndexFolder folder)
    {
        using var index = folder.Read();
        return Answers(index);
    }

    internal static void AssertIntact(IndexFolder folder, List<string> answers)
    {
        using var index = folder.Read();
        Assert.Equal(answers, Answers(index));
        Assert.True(IndexFolder.Verify(index).IsHealthy);
    }

    private static IEnumerable<long> Captions(PictureIndexWriter index) =>
        index.Files().SelectMany(file => index.FindCaptions(file.Path)).Append(index.FindCaption("alone")!.Value);

    internal static string[] VectorFiles(IndexFolder folder) =>
        Directory.GetFiles(folder.Location.Directory, "vectors-*");
}
