using Clip.Indexing.Runs;

namespace Clip.Postgres.Work;

/// <summary>What a library remembers from run to run.</summary>
internal sealed class LibraryNotes(PostgresStore store, int library)
{
    /// <summary>The text of a note, or null.</summary>
    public string? Text(string name) => store.Change(session => session.Value<string>(
        "SELECT value FROM clip.note WHERE library_id = $1 AND name = $2", library, name));

    /// <summary>The value of a note.</summary>
    public T Value<T>(Note<T> note) => note.ValueOf(Text(note.Name));

    /// <summary>Takes over what a run is told to leave out.</summary>
    /// <returns>All patterns that apply.</returns>
    public IReadOnlyList<string> UpdateExcludes(IndexerOptions options)
    {
        var patterns = ExcludeChoice.Of(Text, options.Exclude, options.ForgetExcludes, options.DefaultExcludes);
        if (options.Exclude.Count > 0 || options.ForgetExcludes)
        {
            string[] before = options.ForgetExcludes ? [] : Value(IndexNotes.Excludes);
            Write(IndexNotes.Excludes, [.. before.Concat(options.Exclude).Distinct()]);
        }
        if (options.DefaultExcludes is { } defaults)
            Write(IndexNotes.DefaultExcludes, defaults);
        return patterns;
    }

    /// <summary>Writes a note.</summary>
    public void Write<T>(Note<T> note, T value) => Write(note.Name, note.Format(value));

    /// <inheritdoc cref="Write{T}(Note{T}, T)"/>
    public void Write(string name, string value) => store.Change(session => session.Execute(
        """
        INSERT INTO clip.note (library_id, name, value) VALUES ($1, $2, $3)
        ON CONFLICT (library_id, name) DO UPDATE SET value = excluded.value
        """,
        library, name, value));
}
