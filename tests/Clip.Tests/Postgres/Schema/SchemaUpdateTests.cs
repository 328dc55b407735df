using Clip.Postgres.Schema;
using Clip.Postgres.Work;

namespace Clip.Tests.Postgres.Schema;

public sealed class SchemaUpdateTests
{
    [Fact]
    public async Task Programs_that_start_together_create_the_tables_once()
    {
        var address = TestServer.NewDatabase();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() =>
        {
            using var store = PostgresStore.At(address);
            store.CreateTables();
        })));
        Assert.Equal(SchemaVersions.Newest, TestServer.Value<int>(address, "SELECT max(number) FROM clip.version"));
        Assert.Equal(SchemaVersions.Newest, TestServer.Value<long>(address, "SELECT count(*) FROM clip.version"));
    }

    [Fact]
    public void Tables_of_a_newer_program_are_refused()
    {
        var address = TestServer.NewDatabase();
        using var store = PostgresStore.At(address);
        store.CreateTables();
        TestServer.Run(address, "INSERT INTO clip.version (number) VALUES (1000)");
        Assert.Equal(StoreFault.TooNew, Assert.Throws<StoreException>(store.CreateTables).Fault);
        Assert.Equal(StoreFault.TooNew, Assert.Throws<StoreException>(() => store.FindLibraries()).Fault);
    }

    [Fact]
    public void A_user_who_may_not_create_the_extension_gets_the_command_and_can_use_it_afterwards()
    {
        var user = $"clip_plain_{Environment.ProcessId}";
        var address = TestServer.NewDatabase(user);
        var owner = address.Replace($"//{user}@", "//clip@", StringComparison.Ordinal);
        Assert.SkipWhen(
            Environment.GetEnvironmentVariable("CLIPSEARCH_TEST_POSTGRES") is not null,
            "needs a server that any user may enter");
        TestServer.Run(owner, $"CREATE ROLE {user} LOGIN");
        TestServer.Run(owner, $"GRANT CREATE ON DATABASE {address[(address.LastIndexOf('/') + 1)..]} TO {user}");
        using var store = PostgresStore.At(address);
        var error = Assert.Throws<StoreException>(store.CreateTables);
        Assert.Equal((StoreFault.ExtensionNotCreated, "CREATE EXTENSION vector;"), (error.Fault, error.Command));

        TestServer.Run(owner, error.Command!);
        store.CreateTables();
        Assert.Empty(store.FindLibraries());
    }

    [Fact]
    public void Tables_of_the_first_version_keep_what_they_hold()
    {
        var address = TestServer.NewDatabase();
        TestServer.Run(
            address,
            "CREATE EXTENSION vector; CREATE SCHEMA clip; CREATE TABLE clip.version "
            + "(number integer PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())");
        TestServer.Run(address, SchemaVersions.Steps[0]);
        TestServer.Run(
            address,
            """
            INSERT INTO clip.version (number) VALUES (1);
            INSERT INTO clip.library (name, root, model_name, model_fingerprint, dimensions, decode)
            VALUES ('old', '/pictures', 'm', 'f', 2, 'fast');
            INSERT INTO clip.picture VALUES (1, 1, '\x00000000000000000000000000000001', 8, 8, '[1,0]', '[1,0]');
            INSERT INTO clip.file (library_id, file_id, path, entry, size, modified, words, word_count)
            VALUES (1, 2, 'a.bmp', 1, 1, 1, '', 0);
            INSERT INTO clip.caption VALUES (1, 3, '\x01', 'given', false, '[1,0]', '[1,0]'),
                (1, 4, '\x02', 'alone', true, '[0,1]', '[0,1]');
            INSERT INTO clip.file_caption VALUES (1, 2, 0, 0, 3);
            INSERT INTO clip.note VALUES (1, 'caption-files', E'/pictures/captions.csv\x1e12 34');
            """);
        using var store = PostgresStore.At(address);
        // Readers bring the tables up to date too.
        using var index = PictureIndex.Open(store.FindLibrary());
        Assert.Equal("given", index.CaptionText(Assert.Single(index.FindCaptions("a.bmp"))));
        var lines = new CaptionFileLines(store, 1);
        Assert.Equal(["", "/pictures/captions.csv"], lines.Files().Select(static file => file.Path).Order());
        var mark = lines.Mark();
        store.Change(session => lines.Attach(session, mark));
        Assert.Equal("given", index.CaptionText(Assert.Single(index.FindCaptions("a.bmp"))));
        Assert.Equal(2, index.CaptionCount);
        Assert.True(store.Verify(store.FindLibrary(), TestContext.Current.CancellationToken).IsSound);
    }

    [Fact]
    public void A_store_without_tables_has_no_libraries_and_says_so()
    {
        using var store = PostgresStore.At(TestServer.NewDatabase() + "?library=holidays");
        Assert.Equal(StoreFault.NoLibrary, Assert.Throws<StoreException>(() => store.FindLibraries()).Fault);
        using var missing = PostgresStore.At(TestServer.NewDatabase() + "_none");
        Assert.Equal(StoreFault.NoDatabase, Assert.Throws<StoreException>(missing.CreateTables).Fault);
        using var empty = PostgresStore.At(TestServer.NewDatabase());
        Assert.Equal(IndexFault.Missing, Assert.Throws<IndexException>(() => empty.FindLibrary()).Fault);
    }
}
