using Clip.Catalog;
using Clip.Files;
using Clip.Postgres.Writing;
using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres.Writing;

/// <summary>Programs that write the same rows of a library at the same moment.</summary>
public sealed class LibraryWriterTests : IDisposable
{
    private readonly PostgresStore _store = PostgresStore.At(TestServer.NewDatabase());
    private readonly BitmapFolder _folder = new();
    private readonly IndexLocation _location;
    private readonly int _library;

    public LibraryWriterTests()
    {
        _location = _store.LibraryOf(_folder.Root);
        _library = LibraryCreation.Open(_location, BitmapFolder.Model, decode: null).Id;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task A_picture_that_is_removed_while_another_program_stores_a_copy_of_it_is_there_afterwards()
    {
        Put(("old.bmp", 1, "a caption"));
        using var removing = _store.Begin();
        new LibraryWriter(removing, _library).Remove(["old.bmp"]);
        // It has the last file of this content and of this caption in hand, and waits until that is settled.
        var storing = Task.Run(() => Put(("new.bmp", 1, "a caption")), Stop);
        WaitForALock(storing);
        removing.Commit();
        await storing;
        Assert.Equal(["new.bmp"], Paths());
        Assert.True(_store.Verify(_location, Stop).IsSound);
        using var index = PictureIndex.Open(_location);
        Assert.Equal("a caption", index.CaptionText(Assert.Single(index.FindCaptions("new.bmp"))));
    }

    [Fact]
    public async Task A_picture_that_another_program_is_about_to_use_is_not_removed()
    {
        Put(("old.bmp", 1, "a caption"));
        using var storing = _store.Begin();
        new LibraryWriter(storing, _library).Put(Part(("new.bmp", 1, "a caption")));
        var removing = Task.Run(
            () => _store.Change(session => new LibraryWriter(session, _library).Remove(["old.bmp"])), Stop);
        WaitForALock(removing);
        storing.Commit();
        Assert.Equal(1, await removing);
        Assert.Equal(["new.bmp"], Paths());
        Assert.True(_store.Verify(_location, Stop).IsSound);
    }

    [Fact]
    public void Words_that_an_older_program_wrote_are_written_again_in_parts_and_others_are_left_alone()
    {
        Put(("a.bmp", 1, "send an e-mail"), ("b.bmp", 2, "a T-shirt"), ("c.bmp", 3, "a hill"));
        var (before, count) = (Words(), _store.Change(session => session.Value<long>(
            "SELECT count(*) FROM clip.file WHERE words_form < 2")));
        _store.Change(session => session.Execute(
            "UPDATE clip.file SET words = '', word_count = 0, words_form = 1 WHERE path <> 'c.bmp'"));

        List<int> rounds = [];
        do
            rounds.Add(_store.Change(session => new LibraryWriter(session, _library).RewriteWords(1)));
        while (rounds[^1] > 0);

        Assert.Equal(0, count);
        Assert.Equal([1, 1, 0], rounds);
        Assert.Equal(before, Words());
        Assert.Contains("'email'", before[0]);

        string[] Words() => [.. _store.Change(session => session.Rows(
            static row => row.GetString(0), "SELECT words::text FROM clip.file ORDER BY path"))];
    }

    [Fact]
    public async Task Programs_that_store_the_same_paths_and_contents_over_and_over_leave_a_sound_library()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(program => Task.Run(
            () =>
            {
                var random = new Random(program);
                for (var round = 0; round < 6; round++)
                {
                    var files = Enumerable.Range(0, 6).Select(i => (
                        $"{random.Next(8)}.bmp", random.Next(1, 5), $"caption {random.Next(4)}"))
                        .DistinctBy(static file => file.Item1).ToArray();
                    Put(files);
                    _store.Change(session => new LibraryWriter(session, _library)
                        .PutFailures([new FailureRecord(files[0].Item1, 9, 9, "unreadable")]));
                }
            },
            Stop)));
        _store.Change(session => new LibraryWriter(session, _library).RemoveAllUnused());
        Assert.Empty(_store.Verify(_location, Stop).Problems);
    }

    private string[] Paths()
    {
        using var index = PictureIndex.Open(_location);
        return [.. index.Files().Select(static file => file.Path)];
    }

    private void Put(params (string Path, int Content, string Caption)[] files) =>
        _store.Change(session => new LibraryWriter(session, _library).Put(Part(files)));

    private static LibraryPart Part(params (string Path, int Content, string Caption)[] files) => LibraryPart.Of(
        [
            .. files.Select(static file => file.Content).Distinct()
                .Select(static content => new PartPicture((UInt128)content, 8, 8, Vector(content))),
        ],
        [
            .. files.Select(static file => new PartFile(
                new FileRecord(file.Path, 1, 1, (UInt128)file.Content, 8, 8),
                new FileStamp(1, 1, new FileIdentity(1, 1), "", ""),
                new Dictionary<CaptionOrigin, IReadOnlyList<byte[]>>
                {
                    [CaptionOrigin.Embedded] = [PartCaption.DigestOf(file.Caption)],
                })),
        ],
        [
            .. files.Select(static file => file.Caption).Distinct().Select(static caption => new PartCaption(
                PartCaption.DigestOf(caption), caption, IsStandalone: false, Vector(caption.Length))),
        ]);

    private static float[] Vector(int at)
    {
        var vector = new float[BitmapFolder.Model.Dimensions];
        vector[at] = 1;
        return vector;
    }

    private void WaitForALock(Task waiting)
    {
        while (!waiting.IsCompleted && TestServer.Value<long>(
            _store.Address,
            "SELECT count(*) FROM pg_stat_activity "
            + "WHERE datname = current_database() AND wait_event_type = 'Lock'") == 0)
        {
            Stop.ThrowIfCancellationRequested();
        }
        Assert.False(waiting.IsCompleted, "it did not wait");
    }
}
