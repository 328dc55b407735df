using Clip.Catalog.Maintenance;
using Clip.Catalog.Reading;
using Clip.Catalog.Storage;
using Clip.Catalog.Writing;
using Clip.Vectors;

namespace Clip.Tests.Catalog;

/// <summary>The file of 8-bit codes beside the vectors: made when it pays, and never needed for an answer.</summary>
public sealed class IndexCodesTests : IDisposable
{
    private const int Dimensions = 1024;

    /// <summary>As many pictures as make codes worth their while, the last block of 64 not full.</summary>
    private const int Count = CodeMatrix.WorthwhileBytes / (Dimensions * sizeof(float)) + 10;

    private static readonly int BlockBytes = (int)CodeMatrix.BlockBytesOf(Dimensions);

    private readonly IndexFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Codes => Path.Combine(_folder.Location.Directory, "vectors-1.i8");

    public IndexCodesTests()
    {
        using var index = Write();
        for (var content = 0; content < Count; content++)
            Add(index, content);
        index.Commit();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Codes_are_kept_beside_the_vectors_once_there_are_many()
    {
        Assert.Equal(VectorFileHeader.Size + (Count + 63) / 64 * BlockBytes, new FileInfo(Codes).Length);
        using var reader = Read();
        Assert.Equal(new FileInfo(Codes).Length + new FileInfo(_folder.Vectors).Length, reader.VectorBytes);

        using var few = IndexFolder.WithPictures(10);
        Assert.False(File.Exists(Path.Combine(few.Location.Directory, "vectors-1.i8")));
    }

    [Fact]
    public void Codes_do_not_change_the_answer()
    {
        using var with = Read();
        var expected = AnswersWithoutCodes();

        Assert.Equal(expected, Answers(with));
        Assert.True(with.HasCodes);
    }

    [Fact]
    public void Pictures_added_later_get_codes_and_are_found_by_a_reader_that_was_open()
    {
        using var reader = Read();
        Assert.Equal("7.jpg", Find(reader, 7));
        using (var writer = Write())
        {
            for (var content = Count; content < Count + 100; content++)
                Add(writer, content);
            writer.Commit();
            Assert.Equal($"{Count + 99}.jpg", Find(reader, Count + 99));
        }

        Assert.Equal(VectorFileHeader.Size + (Count + 100 + 63) / 64 * BlockBytes, new FileInfo(Codes).Length);
        Assert.Equal($"{Count + 99}.jpg", Find(reader, Count + 99));
        Assert.Equal("7.jpg", Find(reader, 7));
        Assert.True(reader.HasCodes);
    }

    [Fact]
    public void Building_the_codes_of_an_old_index_can_be_stopped()
    {
        File.Delete(Codes);
        using var writer = Write();

        Assert.Throws<OperationCanceledException>(() => writer.BuildCodes(new CancellationToken(canceled: true)));
        Assert.DoesNotContain(
            File.Exists(Codes) ? File.ReadAllBytes(Codes)[VectorFileHeader.Size..] : [], static code => code != 0);
        writer.BuildCodes(Stop);
        using var reader = Read();
        Assert.Equal(AnswersWithoutCodes(), Answers(reader));
        Assert.True(reader.HasCodes);
    }

    [Fact]
    public void Compaction_moves_the_codes_with_the_vectors_and_changes_no_answer()
    {
        using var reader = Read();
        using (var writer = Write())
        {
            for (var content = 0; content < 100; content++)
                Add(writer, Count + content);
            for (var content = 300; content < 400; content++)
                writer.RemoveFile($"{content}.jpg");
            writer.Commit();
            var expected = Answers(reader);
            var bytes = reader.VectorBytes;
            var dead = writer.DeadBytes;

            Assert.Equal(100, IndexCompaction.Run(writer, cancellationToken: Stop));

            Assert.Equal(expected, Answers(reader));
            Assert.True(reader.HasCodes);
            var files = Directory.GetFiles(_folder.Location.Directory, "vectors-*").Select(Path.GetFileName);
            Assert.Equal(["vectors-2.f32", "vectors-2.i8"], files.Order());
            // Codes take whole blocks of 64 rows.
            Assert.InRange(bytes - reader.VectorBytes, dead - BlockBytes, dead + BlockBytes);
        }
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("empty")]
    [InlineData("short")]
    [InlineData("of another index")]
    [InlineData("flipped code")]
    [InlineData("flipped bound")]
    [InlineData("flipped checksum")]
    [InlineData("zeros")]
    public void Damaged_codes_change_no_answer_and_a_writer_rebuilds_them(string damage)
    {
        var sound = File.ReadAllBytes(Codes);
        var expected = AnswersWithoutCodes();
        Damage(damage, sound);
        var damaged = File.Exists(Codes) ? File.ReadAllBytes(Codes) : null;

        using (var reader = Read())
        {
            Assert.Equal(expected, Answers(reader));
            Assert.False(reader.HasCodes);
            Assert.True(IndexFolder.Verify(reader).IsHealthy);
            // A reader changes nothing.
            Assert.Equal(damaged, File.Exists(Codes) ? File.ReadAllBytes(Codes) : null);
        }
        using (var writer = Write())
            writer.BuildCodes(Stop);

        Assert.Equal(sound, File.ReadAllBytes(Codes));
        using var after = Read();
        Assert.Equal(expected, Answers(after));
        Assert.True(after.HasCodes);
    }

    [Fact]
    public void Codes_of_vectors_that_were_never_committed_are_not_used_for_later_ones()
    {
        // The codes of one history, the vectors and the catalog of another.
        using (var before = _folder.CopyOfFiles())
        {
            using (var other = PictureIndexWriter.Open(
                before.Location, Model, cancellationToken: TestContext.Current.CancellationToken))
            {
                for (var content = 0; content < 50; content++)
                    Add(other, 5000 + content);
                other.Commit();
            }
            using (var writer = Write())
            {
                for (var content = 0; content < 50; content++)
                    Add(writer, 6000 + content);
                writer.Commit();
            }
            File.Copy(Path.Combine(before.Location.Directory, "vectors-1.i8"), Codes, overwrite: true);
        }

        using var reader = Read();

        for (var content = 6000; content < 6050; content++)
            Assert.Equal($"{content}.jpg", Find(reader, content));
    }

    private void Damage(string damage, byte[] sound)
    {
        var block = VectorFileHeader.Size + 3 * BlockBytes;
        var bytes = (byte[])sound.Clone();
        switch (damage)
        {
            case "missing":
                File.Delete(Codes);
                return;
            case "empty":
                bytes = [];
                break;
            case "short":
                bytes = bytes[..^1000];
                break;
            case "of another index":
                new VectorFileHeader(Dimensions, Guid.NewGuid(), VectorFileHeader.Codes)
                    .Write(bytes.AsSpan(0, VectorFileHeader.Size));
                break;
            case "flipped code":
                bytes[block + 5] ^= 16;
                break;
            case "flipped bound":
                bytes[block + 64 * Dimensions + 8 * 20 + 6] ^= 1;
                break;
            case "flipped checksum":
                bytes[block + 64 * (Dimensions + 8) + 8 * 20] ^= 1;
                break;
            case "zeros":
                bytes.AsSpan(block, BlockBytes).Clear();
                break;
        }
        File.WriteAllBytes(Codes, bytes);
    }

    private List<string> AnswersWithoutCodes()
    {
        using var copy = _folder.CopyOfFiles();
        File.Delete(Path.Combine(copy.Location.Directory, "vectors-1.i8"));
        using var index = EmbeddedIndex.Open(copy.Location, Model);
        var answers = Answers(index);
        Assert.False(index.HasCodes);
        return answers;
    }

    private static List<string> Answers(EmbeddedIndex index)
    {
        var queries = new[] { 0, 200, 77_777 }.SelectMany(Vector).ToArray();
        return index.SearchPicturesBatch(queries, topK: 20, cancellationToken: Stop)
            .SelectMany(hits => hits.Select(hit => $"{hit.Path} {BitConverter.SingleToInt32Bits(hit.Score)}")).ToList();
    }

    private static string Find(EmbeddedIndex index, int content) =>
        index.SearchPictures(Vector(content), 1, cancellationToken: Stop)[0].Path;

    private static IndexModel Model { get; } = new("test-model", "0123456789abcdef", Dimensions, "fast");

    private PictureIndexWriter Write() => PictureIndexWriter.Open(_folder.Location, Model);

    private EmbeddedIndex Read() => EmbeddedIndex.Open(_folder.Location, Model);

    private static void Add(PictureIndexWriter index, int content) =>
        index.AddPicture(IndexFolder.File($"{content}.jpg", content), Vector(content));

    private static float[] Vector(int seed)
    {
        var random = new Random(seed);
        var vector = new float[Dimensions];
        for (var i = 0; i < Dimensions; i++)
            vector[i] = random.NextSingle() - 0.5f;
        var length = MathF.Sqrt(vector.Sum(number => number * number));
        return Array.ConvertAll(vector, number => number / length);
    }
}
