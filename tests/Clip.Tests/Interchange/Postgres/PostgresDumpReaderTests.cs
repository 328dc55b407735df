using System.Text;

namespace Clip.Tests.Interchange.Postgres;

/// <summary>The vectors of pictures are found in dumps with other vectors beside them.</summary>
public sealed class PostgresDumpReaderTests
{
    private static readonly string Long = $"[{string.Join(',', Enumerable.Range(1, 64))}]";
    private static readonly string Other = $"[{string.Join(',', Enumerable.Range(100, 64))}]";

    [Theory]
    [InlineData("bbox", "{1,2,3,4}", "embedding")]
    [InlineData("bbox", "{1,2,3,4}", "feats")]
    [InlineData("text_embedding", null, "image_embedding")]
    [InlineData("caption_vec", null, "clip_vec")]
    public void Of_several_columns_with_vectors_the_one_of_the_pictures_is_read(string other, string? value, string own)
    {
        var table = Read($"COPY public.p (path, {other}, {own}) FROM stdin;\na.jpg\t{value ?? Other}\t{Long}\n\\.\n");

        Assert.Equal(1f, Assert.Single(table.Rows).Vector.Span[0]);
        Assert.Contains($"p.{own}", Assert.Single(table.Notes));
    }

    [Fact]
    public void Two_columns_that_could_both_be_meant_are_named()
    {
        var error = Assert.Throws<InterchangeException>(
            () => Read($"COPY public.p (path, one, two) FROM stdin;\na.jpg\t{Other}\t{Long}\n\\.\n"));

        Assert.Contains("p.one, p.two", error.Message);
    }

    [Fact]
    public void Vectors_of_faces_are_not_those_of_the_pictures()
    {
        var table = Read($"""
            COPY public.face_search ("faceId", embedding) FROM stdin;
            f1	{Other}
            \.
            COPY public.asset (id, "originalPath") FROM stdin;
            a1	/upload/a.jpg
            \.
            COPY public.smart_search ("assetId", embedding) FROM stdin;
            a1	{Long}
            \.
            """);

        Assert.Equal("/upload/a.jpg", Assert.Single(table.Rows).Id);
        Assert.Equal(1f, table.Rows[0].Vector.Span[0]);
    }

    [Theory]
    [InlineData("INSERT INTO public.p (path, embedding) VALUES ('it''s (1).jpg', '[1,2]');\n"
        + "INSERT INTO public.p (path, embedding) VALUES ('b;.jpg', '[3,4]'::public.vector(2));\n")]
    [InlineData("CREATE TABLE public.p (\n    \"path\" text NOT NULL,\n    score numeric(4,2) DEFAULT 0,\n"
        + "    embedding public.vector(2),\n    CONSTRAINT k PRIMARY KEY (path)\n);\n"
        + "INSERT INTO public.p VALUES\n\t('it''s (1).jpg', 0.5, '[1,2]'),\n\t(E'b;.jpg', NULL, ARRAY[3, 4]);\n")]
    [InlineData("INSERT INTO p VALUES ('it''s (1).jpg', '[1,2]'), ('b;.jpg', '[3,4]');\n")]
    public void Rows_that_statements_insert_are_read(string sql)
    {
        var table = Read(sql);

        Assert.Equal(["it's (1).jpg", "b;.jpg"], table.Rows.Select(static row => row.Id));
        Assert.Equal([3f, 4f], table.Rows[1].Vector.ToArray());
        Assert.Empty(table.Notes);
    }

    [Theory]
    [InlineData("COPY public.p (embedding, path) FROM stdin;\n[1,2]\ta.jpg\n[3,4]\tphotos/b")]
    [InlineData("INSERT INTO p (embedding, path) VALUES ('[1,2]', 'a.jpg');\nINSERT INTO p (embedding, path) VALUES "
        + "('[3,4]', 'photos/b")]
    public void A_dump_that_is_cut_says_so_and_loses_the_row_in_which_it_ends(string sql)
    {
        var table = Read(sql);

        Assert.Equal("a.jpg", Assert.Single(table.Rows).Id);
        Assert.Contains("is cut", Assert.Single(table.Notes));
        Assert.Equal("the file ends in it", Assert.Single(table.Skipped).Reason);
    }

    [Fact]
    public void A_dump_in_the_own_format_of_PostgreSQL_is_named()
    {
        var error = Assert.Throws<InterchangeException>(() => Read("PGDMP\u0001"));

        Assert.Contains("plain text", error.Message);
    }

    private static VectorTable Read(string sql)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("dump.sql"), sql, new UTF8Encoding(false));
        return VectorTableReader.Read(folder.At("dump.sql"));
    }
}
